# SPDX-License-Identifier: GPL-3.0-or-later
# Installation: program, headers, shared and static library, a CMake package and a pkg-config file.
#   find_package(rasim 0.1)                      -> rasim::rasim (shared)
#   find_package(rasim 0.1 COMPONENTS static)    -> rasim::rasim_static as well; its own libraries must be installed
include(CMakePackageConfigHelpers)
set(rasim_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/rasim")

install(DIRECTORY include/rasim DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(TARGETS rasim_shared EXPORT rasim_shared_targets)
install(TARGETS rasim_static EXPORT rasim_static_targets)
install(EXPORT rasim_shared_targets NAMESPACE rasim:: FILE rasim-shared.cmake DESTINATION "${rasim_cmake_dir}")
install(EXPORT rasim_static_targets NAMESPACE rasim:: FILE rasim-static.cmake DESTINATION "${rasim_cmake_dir}")
if(TARGET rasim)
    install(TARGETS rasim)
endif()
if(TARGET rasim-mpi)
    install(TARGETS rasim-mpi)
endif()

configure_package_config_file(cmake/rasimConfig.cmake.in "${PROJECT_BINARY_DIR}/generated/rasimConfig.cmake"
                              INSTALL_DESTINATION "${rasim_cmake_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/generated/rasimConfigVersion.cmake"
                                 COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/generated/rasimConfig.cmake"
              "${PROJECT_BINARY_DIR}/generated/rasimConfigVersion.cmake" DESTINATION "${rasim_cmake_dir}")

configure_file(cmake/rasim.pc.in "${PROJECT_BINARY_DIR}/generated/rasim.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/generated/rasim.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
