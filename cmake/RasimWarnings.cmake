# SPDX-License-Identifier: GPL-3.0-or-later
# Flags that every target of ours gets. Guarded by GNU and Clang, the names CMake gives gcc and clang.
function(rasim_flags target)
    target_compile_options(${target} PRIVATE
        $<$<C_COMPILER_ID:GNU,Clang>:-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
        -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wpointer-arith -Wdouble-promotion -Wformat=2 -Wundef
        -Wvla -ffp-contract=off -fno-math-errno>)
    if(RASIM_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
    if(RASIM_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=${RASIM_SANITIZE} -fno-sanitize-recover=all
                               -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${RASIM_SANITIZE})
    endif()
endfunction()
