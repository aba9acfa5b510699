/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A calibration as a results file: its JSON, and what it is of. */
#include <stdlib.h>

#include "model/study.h"
#include "rasim/calibrate.h"
#include "rasim/report.h"
#include "rasim/version.h"
#include "report/h5put.h"

static rasim_status
write_h5(const char *path, const rasim_calibration *c, const char *document, rasim_problems *problems)
{
    rasimi_h5put put = {0};
    put.status = rasimi_h5_create(path, &put.file, problems);
    if (put.status)
        return put.status;
    rasimi_h5put_folder(&put, "%s", "");
    rasimi_h5put_text(&put, "filetype", "rasim calibration");
    rasimi_h5put_text(&put, "rasim_version", rasim_version());
    rasimi_h5put_whole(&put, "engine_version", RASIM_ENGINE_VERSION);
    rasimi_h5put_whole(&put, "seed", c->seed);
    rasimi_h5put_whole(&put, "synthetic", c->synthetic);
    rasimi_h5put_text(&put, "framework_name", c->framework);
    rasimi_h5put_text(&put, "design", c->name);
    rasimi_h5put_text(&put, "statement", RASIM_FIXED_SENTENCE);
    rasimi_h5put_document(&put, document);
    if (!put.status)
        return rasimi_h5_commit(put.file);
    rasimi_h5_abandon(put.file);
    return put.status;
}

rasim_status
rasim_write_calibration_h5(const char *path, const rasim_calibration *calibration, rasim_problems *problems)
{
    if (!path || !calibration)
        return RASIM_ERR_ARGUMENT;
    char *text = NULL;
    rasim_status status = rasimi_refuse_opened(calibration->opened, path, problems);
    if (status == RASIM_OK)
        status = rasim_calibration_json(calibration, &text);
    if (status == RASIM_OK)
        status = write_h5(path, calibration, text, problems);
    free(text);
    return status;
}
