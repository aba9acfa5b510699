/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of the page inside the program. The assembler includes them: as C they would be an array of a quarter of a
   million numbers. The build gives their paths. */
#include "report/page_assets.h"

/* rasimi_asset_NAME to rasimi_asset_NAME_end: the bytes of a file. */
#define INCLUDE_FILE(name, path)                                                                                       \
    __asm__(".pushsection .rodata\n"                                                                                   \
            ".hidden rasimi_asset_" #name "\n.hidden rasimi_asset_" #name "_end\n"                                     \
            ".global rasimi_asset_" #name "\n.global rasimi_asset_" #name "_end\n"                                     \
            "rasimi_asset_" #name ":\n.incbin \"" path "\"\nrasimi_asset_" #name "_end:\n.byte 0\n"                    \
            ".popsection\n");                                                                                          \
    extern const char rasimi_asset_##name[], rasimi_asset_##name##_end[];                                              \
    rasimi_asset rasimi_page_##name(void)                                                                              \
    {                                                                                                                  \
        return (rasimi_asset){rasimi_asset_##name, (size_t)(rasimi_asset_##name##_end - rasimi_asset_##name)};         \
    }

INCLUDE_FILE(style, RASIMI_PAGE_STYLE)
INCLUDE_FILE(print, RASIMI_PAGE_PRINT)
INCLUDE_FILE(charts, RASIMI_PAGE_CHARTS)
INCLUDE_FILE(plot, RASIMI_PAGE_PLOT)
