# SPDX-License-Identifier: GPL-3.0-or-later
# rasim_test(layer name LABELS ...): tests/<layer>/test_<name>.c is one Criterion program, `<layer>.<name>` to ctest.
# Criterion passes a test that leaks and a program that runs no test at all; the expression fails both.
function(rasim_test layer name)
    cmake_parse_arguments(ARG "" "" "LABELS;LINK" ${ARGN})
    set(target test_${layer}_${name})
    add_executable(${target} test_${name}.c)
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${target} PRIVATE rasim_static PkgConfig::CRITERION ${ARG_LINK})
    rasim_flags(${target})
    add_test(NAME ${layer}.${name} COMMAND ${target})
    set_tests_properties(${layer}.${name} PROPERTIES
        LABELS "quick;${layer};${ARG_LABELS}"
        FAIL_REGULAR_EXPRESSION "Tested: 0 ;LeakSanitizer;AddressSanitizer;runtime error:;definitely lost"
        ENVIRONMENT "RASIM_SOURCE_DIR=${PROJECT_SOURCE_DIR};RASIM_BINARY_DIR=${PROJECT_BINARY_DIR}")
endfunction()
