/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A results file as a workbook, as tables, as a paper. */
#include "io/file.h"
#include "rasim/report.h"
#include "report/document_make.h"
#include "report/markdown.h"
#include "report/tables_csv.h"
#include "report/workbook.h"

typedef rasim_status
write_fn(const char *path, const rasimi_document *document, rasim_problems *problems);

static rasim_status
write_format(const char *h5_path, const char *path, write_fn *format, rasim_problems *problems)
{
    if (!h5_path || !path)
        return RASIM_ERR_ARGUMENT;
    rasimi_document document = {0};
    rasim_status status = rasimi_refuse_input(path, rasimi_file_identity(h5_path), problems);
    if (status == RASIM_OK)
        status = rasimi_document_read(h5_path, &document, problems);
    if (status == RASIM_OK)
        status = format(path, &document, problems);
    rasimi_document_clear(&document);
    return status;
}

rasim_status
rasim_write_workbook(const char *h5_path, const char *xlsx_path, rasim_problems *problems)
{
    return write_format(h5_path, xlsx_path, rasimi_write_workbook, problems);
}

rasim_status
rasim_write_tables(const char *h5_path, const char *folder, rasim_problems *problems)
{
    return write_format(h5_path, folder, rasimi_write_tables, problems);
}

rasim_status
rasim_write_markdown(const char *h5_path, const char *markdown_path, rasim_problems *problems)
{
    return write_format(h5_path, markdown_path, rasimi_write_markdown, problems);
}
