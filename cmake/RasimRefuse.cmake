# SPDX-License-Identifier: GPL-3.0-or-later
# Configurations that would give a dirty checkout or other numbers are refused before anything is built.
if(PROJECT_BINARY_DIR STREQUAL PROJECT_SOURCE_DIR)
    message(FATAL_ERROR "rasim is not built inside its sources. Remove CMakeCache.txt and CMakeFiles, then use a "
                        "preset (cmake --preset release) or another folder (cmake -B build/mine).")
endif()

# Flags that let the compiler reorder arithmetic. Results are promised bit for bit, so there is no option for them.
set(rasim_refused_flags -ffast-math -Ofast -funsafe-math-optimizations -fassociative-math -freciprocal-math
    -ffinite-math-only -fno-signed-zeros -ffp-contract=fast)
get_cmake_property(rasim_variables VARIABLES)
list(FILTER rasim_variables INCLUDE REGEX "^CMAKE_C_FLAGS($|_[A-Z]+$)")
foreach(variable IN LISTS rasim_variables)
    separate_arguments(rasim_flags_given UNIX_COMMAND "${${variable}}")
    foreach(flag IN LISTS rasim_flags_given)
        if(flag IN_LIST rasim_refused_flags)
            message(FATAL_ERROR "${variable} contains ${flag}, which changes results. rasim promises the same bits on "
                                "every machine: remove the flag.")
        endif()
    endforeach()
endforeach()
