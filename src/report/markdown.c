/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as Markdown (CommonMark with pipe tables, which Pandoc and GitHub read). */
#include "report/markdown.h"

#include <string.h>

#include "base/text.h"
#include "model/write_text.h"
#include "report/document_text.h"

/* More rows than this are for the workbook. */
enum { MOST_ROWS = 40 };

/* Words on one line, with every character escaped that could mean something, and none that could steer a screen. */
static void
add_words(rasimi_buffer *out, const char *words)
{
    static const char unknown[] = "\xef\xbf\xbd";
    size_t left = strlen(words), length;
    for (const char *c = words; left > 0; c += length, left -= length) {
        const bool steers = rasimi_steering(c, left, &length) != 0, bad = length == 1 && (unsigned char)*c >= 0x80;
        const bool starts_list = c == words && strchr("+-", *c) && c[1] == ' ';
        if (strchr("\\`*_[]<>|$~&#", *c) || starts_list)
            rasimi_buffer_add(out, "\\", 1);
        if (*c == '\n' || *c == '\r' || *c == '\t')
            rasimi_buffer_add(out, " ", 1);
        else if (steers || bad)
            rasimi_buffer_add(out, unknown, sizeof unknown - 1);
        else
            rasimi_buffer_add(out, c, length);
    }
}

static void
add_line(rasimi_buffer *out, const char *before, const char *words, const char *after)
{
    rasimi_buffer_printf(out, "%s", before);
    add_words(out, words);
    rasimi_buffer_printf(out, "%s\n\n", after);
}

static void
add_row(rasimi_buffer *out, const rasimi_document_table *table, size_t r)
{
    rasim_figure figure;
    for (size_t c = 0; c < table->n_columns; c++) {
        const char *words = rasimi_cell_words_of(table, r, c, &figure);
        const bool strong = table->rows[r].is_total && *words;
        rasimi_buffer_printf(out, "| %s", strong ? "**" : "");
        add_words(out, words);
        rasimi_buffer_printf(out, "%s ", strong ? "**" : "");
    }
    rasimi_buffer_add(out, "|\n", 2);
}

static void
add_table(rasimi_buffer *out, const rasimi_document_table *table)
{
    add_line(out, "**", table->title, "**");
    if (table->n_rows > MOST_ROWS) {
        rasimi_buffer_printf(out, "(%zu rows, in the workbook.)\n\n", table->n_rows);
        return;
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        rasimi_buffer_printf(out, "| ");
        add_words(out, table->columns[c].heading);
        rasimi_buffer_printf(out, " ");
    }
    rasimi_buffer_printf(out, "|\n");
    for (size_t c = 0; c < table->n_columns; c++)
        rasimi_buffer_printf(out, "|%s", table->columns[c].unit == RASIMI_UNIT_TEXT ? "---" : "---:");
    rasimi_buffer_printf(out, "|\n");
    for (size_t r = 0; r < table->n_rows; r++)
        add_row(out, table, r);
    rasimi_buffer_printf(out, "\n");
    if (table->note)
        add_line(out, "", table->note, "");
}

static void
add_block(rasimi_buffer *out, const rasimi_block *block)
{
    if (block->kind == RASIMI_BLOCK_SAY)
        add_line(out, "", block->text, "");
    else if (block->kind == RASIMI_BLOCK_WARN)
        add_line(out, "**", block->text, "**");
    if (block->chart && block->chart->finding && *block->chart->finding)
        add_line(out, "", block->chart->finding, "");
    if (rasimi_block_table(block))
        add_table(out, rasimi_block_table(block));
}

static void
add_section(rasimi_buffer *out, const rasimi_section *section)
{
    rasimi_buffer_printf(out, "## ");
    add_words(out, section->title);
    if (section->group) {
        rasimi_buffer_printf(out, ": ");
        add_words(out, section->group);
    }
    rasimi_buffer_printf(out, "\n\n");
    for (const rasimi_block *block = section->first; block; block = block->next)
        add_block(out, block);
}

rasim_status
rasimi_write_markdown(const char *path, const rasimi_document *document, rasim_problems *problems)
{
    if (!path || !document || document->failed)
        return RASIM_ERR_ARGUMENT;
    rasimi_buffer out = {0};
    add_line(&out, "# ", document->title, "");
    if (document->synthetic)
        rasimi_buffer_printf(&out, "**SYNTHETIC DATA**\n\n");
    add_line(&out, "", document->subtitle, "");
    for (const rasimi_section *section = document->first; section; section = section->next)
        add_section(&out, section);
    add_line(&out, "", document->statement, "");
    if (out.length > 0 && !out.failed)
        out.data[--out.length] = '\0'; /* one line break at the end */
    const rasim_status status = out.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(path, &out, problems);
    rasimi_buffer_clear(&out);
    return status;
}
