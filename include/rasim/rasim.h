/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rasim: a population financial-framework simulator for Resource Allocation Systems in adult social care. */
#ifndef RASIM_RASIM_H
#define RASIM_RASIM_H

#include "rasim/analytic.h"
#include "rasim/backtest.h"
#include "rasim/calibrate.h"
#include "rasim/caseload.h"
#include "rasim/check.h"
#include "rasim/checkpoint.h"
#include "rasim/compare.h"
#include "rasim/crew.h"
#include "rasim/explain.h"
#include "rasim/export.h"
#include "rasim/figures.h"
#include "rasim/import.h"
#include "rasim/ledger.h"
#include "rasim/optimise.h"
#include "rasim/params.h"
#include "rasim/persons.h"
#include "rasim/problems.h"
#include "rasim/report.h"
#include "rasim/reverse.h"
#include "rasim/run.h"
#include "rasim/sampling.h"
#include "rasim/spread.h"
#include "rasim/status.h"
#include "rasim/study.h"
#include "rasim/summary.h"
#include "rasim/sweep.h"
#include "rasim/verdict.h"
#include "rasim/version.h"
#include "rasim/waterfall.h"

#endif
