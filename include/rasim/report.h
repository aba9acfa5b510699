/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports: a summary and its results as files that appear whole or not at all. */
#ifndef RASIM_REPORT_H
#define RASIM_REPORT_H

#include <stdbool.h>

#include "rasim/backtest.h"
#include "rasim/check.h"
#include "rasim/compare.h"
#include "rasim/export.h"
#include "rasim/optimise.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/sampling.h"
#include "rasim/status.h"
#include "rasim/study.h"
#include "rasim/summary.h"
#include "rasim/sweep.h"

RASIM_BEGIN_DECLS

/** The sentence that stands on every report (methods.md section 7). */
#define RASIM_FIXED_SENTENCE                                                                                           \
    "A population design tool; its figures are not individual entitlements; scaling for affordability changes the "    \
    "starting figure, not the duty to meet eligible needs."

/** The summary as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_summary_json(const rasim_study *study, const rasim_summary *summary, char **out);

/** A check as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_check_json(const rasim_study *study, const rasim_check_report *report, char **out);

/** Writes the JSON text to a file; its folder must exist. Errors: RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_json(const char *path, const rasim_study *study, const rasim_summary *summary, rasim_problems *problems);

/** Writes per-replicate totals and ledgers as HDF5 (docs/results.md). Errors: RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_h5(const char *path, const rasim_study *study, const rasim_results *results, const rasim_summary *summary,
               rasim_problems *problems);

/** The summary of a run with its comparison as JSON text, under `compare`; without study and summary (NULL), the
   comparison of finished runs. *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_comparison_json(const rasim_study *study, const rasim_summary *summary, const rasim_comparison *comparison,
                      char **out);

/** Writes the same to a file; its folder must exist. Errors: RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_comparison_json(const char *path, const rasim_study *study, const rasim_summary *summary,
                            const rasim_comparison *comparison, rasim_problems *problems);

/** Writes a run as rasim_write_h5 does, and its comparison; without study, results and summary (NULL), the comparison
   alone. Errors: RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_comparison_h5(const char *path, const rasim_study *study, const rasim_results *results,
                          const rasim_summary *summary, const rasim_comparison *comparison, rasim_problems *problems);

/** A backtest as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_backtest_json(const rasim_backtest *backtest, char **out);

/** An optimisation as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_optimisation_json(const rasim_optimisation *optimisation, char **out);

/** A plan of a sample as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_sampling_json(const rasim_sampling *plan, char **out);

/** A sweep as JSON text (docs/results.md); *out is freed with free(). */
RASIM_API RASIM_CHECKED rasim_status
rasim_sweep_json(const rasim_sweep *sweep, char **out);

/** Writes a sweep: the JSON text, a table with a line for each point and period, and arrays. Each file appears whole or
   not at all; where one fails the others are taken away. The folder must exist. Errors: RASIM_ERR_WRITE with a
   problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_sweep(const char *json_path, const char *csv_path, const char *h5_path, const rasim_sweep *sweep,
                  rasim_problems *problems);

/** Writes the report of a results file (of a run, a comparison, a sweep or a calibration) as one page of HTML that
   needs nothing else. The same file gives the same bytes. Errors: RASIM_ERR_READ and RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_page(const char *h5_path, const char *html_path, rasim_problems *problems);

/** Writes the same report as a workbook (.xlsx): sheets of real numbers with native charts. As rasim_write_page. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_workbook(const char *h5_path, const char *xlsx_path, rasim_problems *problems);

/** Writes every table of the report as CSV into a folder, which is made where it is missing. As rasim_write_page. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_tables(const char *h5_path, const char *folder, rasim_problems *problems);

/** Writes the same report as Markdown. As rasim_write_page. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_markdown(const char *h5_path, const char *markdown_path, rasim_problems *problems);

/** Whether pages have charts: they need a library that is bundled when the program is set up (scripts/setup). */
RASIM_API bool
rasim_page_has_charts(void);

/** Makes a folder and its parents where they are missing. Errors: RASIM_ERR_WRITE with a problem. */
RASIM_API RASIM_CHECKED rasim_status
rasim_make_folder(const char *path, rasim_problems *problems);

/** What was read, and must not be written over. */
typedef struct rasim_sources {
    const rasim_study *study; /**< all that it was read from; NULL: no study */
    const char *const *paths; /**< [n_paths] other files; NULL among them: none */
    size_t n_paths;
} rasim_sources;

/** Whether one of the writers could write a file there: no folder, no device, nothing that was read, and a new file can
    be made beside it (one is made and removed again). To ask before long work. Errors: RASIM_ERR_WRITE with a problem.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_check_target(const char *path, const rasim_sources *sources, rasim_problems *problems);

RASIM_END_DECLS

#endif
