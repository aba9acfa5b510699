/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs to run a design: pounds and hours for each assessment, panel case and review. */
#ifndef RASIMI_MODEL_ADMINISTRATION_H
#define RASIMI_MODEL_ADMINISTRATION_H

#include "model/param.h"

/* No figure has a default: what a council does not know stays unknown. */
typedef struct rasimi_administration_spec {
    rasimi_mark mark;
    rasimi_number gbp_per_assessment, hours_per_assessment;
    rasimi_number gbp_per_panel_case, hours_per_panel_case;
    rasimi_number gbp_per_review, hours_per_review;
    rasimi_number reviews_per_year; /* of a person in care */
} rasimi_administration_spec;

extern const rasimi_table rasimi_framework_administration_table, rasimi_design_administration_table;

/* A design's figures, and the framework's where the design has none. */
rasimi_administration_spec
rasimi_administration_of(const rasimi_administration_spec *framework, const rasimi_administration_spec *design);

#endif
