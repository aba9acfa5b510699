/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a document's tables as words: the page and the paper say the same. */
#ifndef RASIMI_REPORT_DOCUMENT_TEXT_H
#define RASIMI_REPORT_DOCUMENT_TEXT_H

#include "rasim/figures.h"
#include "report/document.h"

/* What a number of the table is rounded to: its column's step, else what the error beside it supports, else what its
   unit asks for. 0: no rounding to a step (fractions and plain numbers have decimals instead). */
double
rasimi_cell_step(const rasimi_document_table *table, size_t row, size_t column);

/* The decimals of a step of 1, 0.1, 0.01, ...; 4 at the most. */
int
rasimi_step_places(double step);

/* A number cell as words: "52,100,000", "71.3 %", "±270,000", "+£6.76"; "" where it is not known. Of a cell of words,
   "": the caller has them. */
rasim_figure
rasimi_cell_figure(const rasimi_document_table *table, size_t row, size_t column);

/* The words of any cell; `figure` holds those that are made. */
const char *
rasimi_cell_words_of(const rasimi_document_table *table, size_t row, size_t column, rasim_figure *figure);

#endif
