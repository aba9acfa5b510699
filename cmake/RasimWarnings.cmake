# SPDX-License-Identifier: GPL-3.0-or-later
# Flags that every target of ours gets. Guarded by GNU and Clang, the names CMake gives gcc and clang
# (scripts/check-flags proves from compile_commands.json that they arrive).
set(rasim_warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual
    -Wwrite-strings -Wpointer-arith -Wdouble-promotion -Wformat=2 -Wundef -Wvla)
# The same bits on every machine: the compiler makes no fused multiply-adds of its own.
set(rasim_arithmetic -ffp-contract=off -fno-math-errno)

function(rasim_flags target)
    target_compile_options(${target} PRIVATE
                           "$<$<C_COMPILER_ID:GNU,Clang>:${rasim_warnings};${rasim_arithmetic}>")
    if(RASIM_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
    if(RASIM_SANITIZE)
        # Without -fno-sanitize-recover a finding is printed and the test passes.
        target_compile_options(${target} PRIVATE -fsanitize=${RASIM_SANITIZE} -fno-sanitize-recover=all
                               -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${RASIM_SANITIZE})
    endif()
    if(RASIM_COVERAGE)
        target_compile_options(${target} PRIVATE --coverage)
        target_link_options(${target} PRIVATE --coverage)
    endif()
endfunction()
