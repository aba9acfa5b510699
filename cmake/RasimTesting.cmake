# SPDX-License-Identifier: GPL-3.0-or-later
# How tests are registered. Labels: quick (every push), full (before merging), lint (rules of the tree, no program run),
# and the layer's name.

# What makes a run a failure though it exits with 0: Criterion passes a test that leaks, and a program in which nothing
# ran. tests/traps proves each of these.
set(rasim_gate "Tested: 0 ;LeakSanitizer;AddressSanitizer;UndefinedBehaviorSanitizer;ThreadSanitizer;runtime error:"
    "definitely lost")
set(rasim_test_environment
    "RASIM_SOURCE_DIR=${PROJECT_SOURCE_DIR}"
    "RASIM_BINARY_DIR=${PROJECT_BINARY_DIR}"
    "RASIM_PROGRAM=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/rasim"
    "RASIM_SANITIZE=${RASIM_SANITIZE}"
    "ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1"
    "UBSAN_OPTIONS=print_stacktrace=1"
    "TSAN_OPTIONS=ignore_noninstrumented_modules=1")

# rasim_gated(test LABELS ...): the properties that every test of ours has.
function(rasim_gated test)
    cmake_parse_arguments(ARG "" "" "LABELS" ${ARGN})
    set_tests_properties(${test} PROPERTIES
        LABELS "${ARG_LABELS}"
        FAIL_REGULAR_EXPRESSION "${rasim_gate}"
        TIMEOUT 600
        ENVIRONMENT "${rasim_test_environment}")
endfunction()

# rasim_criterion(target source LINK ...): a Criterion program that sees internal headers, and what reads our files back.
function(rasim_criterion target source)
    cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
    add_executable(${target} ${source})
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${target} PRIVATE rasim_static GSL::gsl PkgConfig::HDF5 PkgConfig::JANSSON
                          PkgConfig::CRITERION ${ARG_LINK} m)
    rasim_flags(${target})
endfunction()

# rasim_test(layer name LABELS ... LINK ...): tests/<layer>/test_<name>.c is one Criterion program, `<layer>.<name>` to
# ctest. Criterion does not start under the thread sanitizer: there tests/stress stands in, and the program is built
# only, for clang's warnings.
function(rasim_test layer name)
    cmake_parse_arguments(ARG "" "" "LABELS;LINK" ${ARGN})
    set(tier quick)
    if("full" IN_LIST ARG_LABELS)
        unset(tier)
    endif()
    rasim_criterion(test_${layer}_${name} test_${name}.c LINK ${ARG_LINK})
    if(RASIM_HAS_TSAN)
        return()
    endif()
    add_test(NAME ${layer}.${name} COMMAND test_${layer}_${name})
    rasim_gated(${layer}.${name} LABELS ${tier} ${layer} ${ARG_LABELS})
endfunction()

# rasim_script_test(name LABELS ... COMMAND ...): a script is the test; exit status 77 says that it was skipped
# (scripts do that only where RASIM_REQUIRE_ALL is not 1). Not registered under a sanitizer: scripts judge the tree and
# the plain build.
function(rasim_script_test name)
    if(RASIM_SANITIZE OR RASIM_COVERAGE)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "LABELS;COMMAND" ${ARGN})
    add_test(NAME ${name} COMMAND ${ARG_COMMAND})
    rasim_gated(${name} LABELS ${ARG_LABELS})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()
