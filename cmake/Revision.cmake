# SPDX-License-Identifier: GPL-3.0-or-later
# Writes HEADER with the revision of SOURCE_DIR ("unknown" outside a git checkout); leaves it alone when it is right.
cmake_minimum_required(VERSION 3.25)
set(revision "unknown")
find_program(GIT git)
if(GIT)
    execute_process(COMMAND "${GIT}" -C "${SOURCE_DIR}" describe --always --dirty
                    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
        set(revision "${described}")
    endif()
endif()
file(CONFIGURE OUTPUT "${HEADER}" @ONLY CONTENT
"/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generated at every build: the source revision. */
#define RASIM_GIT \"@revision@\"
")
