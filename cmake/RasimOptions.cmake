# SPDX-License-Identifier: GPL-3.0-or-later
# Everything a person may choose when configuring.
option(RASIM_BUILD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(RASIM_BUILD_FUZZERS "Build the fuzz targets (clang, with RASIM_SANITIZE=fuzzer-no-link,address,undefined)" OFF)
option(RASIM_WITH_MPI "Build rasim-mpi, which shares a run among processes on several machines" OFF)
option(RASIM_WERROR "Treat warnings as errors" OFF)
option(RASIM_COVERAGE "Count executed lines (gcc's gcov)" OFF)
set(RASIM_SANITIZE "" CACHE STRING "Sanitizers, comma-separated: address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON) # POSIX and GNU functions: openat, fsync, qsort_r
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g") # without NDEBUG: developers keep their assertions
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(RASIM_BUILD_FUZZERS AND NOT RASIM_SANITIZE MATCHES "fuzzer")
    message(FATAL_ERROR "Fuzz targets need clang and RASIM_SANITIZE=fuzzer-no-link,address,undefined: use the preset fuzz.")
endif()

# What the tests need to know about how they were built.
set(RASIM_HAS_ASAN OFF)
set(RASIM_HAS_TSAN OFF)
if(RASIM_SANITIZE MATCHES "address")
    set(RASIM_HAS_ASAN ON)
elseif(RASIM_SANITIZE MATCHES "thread")
    set(RASIM_HAS_TSAN ON)
endif()
