# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries that rasim is made with; scripts/setup installs them. Imported targets are system includes: their headers
# are not held to our warnings. HDF5 is named hdf5-serial, since plain `hdf5` may be an MPI build.
include(GNUInstallDirs)
find_package(PkgConfig REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS C)
find_package(GSL REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(NLOPT REQUIRED IMPORTED_TARGET nlopt)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(SMARTCOLS REQUIRED IMPORTED_TARGET smartcols)

# libcsv comes without a description for CMake or pkg-config.
find_library(CSV_LIBRARY csv REQUIRED)
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
mark_as_advanced(CSV_LIBRARY CSV_INCLUDE_DIR)
add_library(rasim_csv UNKNOWN IMPORTED)
set_target_properties(rasim_csv PROPERTIES IMPORTED_LOCATION "${CSV_LIBRARY}"
                      INTERFACE_INCLUDE_DIRECTORIES "${CSV_INCLUDE_DIR}")

if(RASIM_WITH_MPI)
    find_package(MPI REQUIRED COMPONENTS C)
endif()

if(RASIM_BUILD_TESTS)
    pkg_check_modules(CRITERION REQUIRED IMPORTED_TARGET criterion)
endif()
