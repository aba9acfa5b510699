/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A results file as a page. */
#include "io/file.h"
#include "model/write_text.h"
#include "rasim/report.h"
#include "report/document_make.h"
#include "report/page_assets.h"
#include "report/page_html.h"

bool
rasim_page_has_charts(void)
{
    return rasimi_page_plot().length > 0;
}

rasim_status
rasim_write_page(const char *h5_path, const char *html_path, rasim_problems *problems)
{
    if (!h5_path || !html_path)
        return RASIM_ERR_ARGUMENT;
    rasimi_document document = {0};
    rasimi_buffer html = {0};
    rasim_status status = rasimi_refuse_input(html_path, rasimi_file_identity(h5_path), problems);
    if (status == RASIM_OK)
        status = rasimi_document_read(h5_path, &document, problems);
    if (status == RASIM_OK) {
        rasimi_page_html(&document, &html);
        status = html.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(html_path, &html, problems);
    }
    rasimi_buffer_clear(&html);
    rasimi_document_clear(&document);
    return status;
}
