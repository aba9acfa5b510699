/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generalised Pareto distribution. With y = -log P(X > x), which is exponential: x = scale y E(shape y) and
   y = (x / scale) L(shape x / scale), where E(t) = (e^t - 1) / t and L(t) = log(1 + t) / t are 1 at t = 0. */
#include "num/gpd.h"

#include "num/detmath.h"

#define INFINITE __builtin_inf()

static double
expm1_ratio(double t)
{
    return t == 0.0 ? 1.0 : rasimi_expm1(t) / t;
}

static double
log1p_ratio(double t)
{
    return t == 0.0 ? 1.0 : rasimi_log1p(t) / t;
}

static double
at_exponential(rasimi_gpd gpd, double y)
{
    return gpd.scale * (y * expm1_ratio(gpd.shape * y));
}

/* -log P(X > x), x >= 0; infinity beyond the largest value. */
static double
minus_log_survival(rasimi_gpd gpd, double x)
{
    const double relative = x / gpd.scale, t = gpd.shape * relative;
    return t > -1.0 ? relative * log1p_ratio(t) : INFINITE;
}

double
rasimi_gpd_quantile(rasimi_gpd gpd, double p)
{
    return at_exponential(gpd, -rasimi_log1p(-p));
}

double
rasimi_gpd_exceeded_with(rasimi_gpd gpd, double q)
{
    return at_exponential(gpd, -rasimi_log(q));
}

double
rasimi_gpd_cdf(rasimi_gpd gpd, double x)
{
    return x > 0.0 ? -rasimi_expm1(-minus_log_survival(gpd, x)) : 0.0;
}

double
rasimi_gpd_survival(rasimi_gpd gpd, double x)
{
    return x > 0.0 ? rasimi_exp(-minus_log_survival(gpd, x)) : 1.0;
}

double
rasimi_gpd_log_density(rasimi_gpd gpd, double x)
{
    const double t = gpd.shape * (x / gpd.scale);
    return t > -1.0 ? -rasimi_log(gpd.scale) - minus_log_survival(gpd, x) - rasimi_log1p(t) : -INFINITE;
}

double
rasimi_gpd_mean(rasimi_gpd gpd)
{
    return gpd.shape < 1.0 ? gpd.scale / (1.0 - gpd.shape) : INFINITE;
}

double
rasimi_gpd_sd(rasimi_gpd gpd)
{
    const double room = 1.0 - 2.0 * gpd.shape;
    return room > 0.0 ? gpd.scale / ((1.0 - gpd.shape) * __builtin_sqrt(room)) : INFINITE;
}

double
rasimi_gpd_mean_above(rasimi_gpd gpd, double x)
{
    const double scale_there = gpd.scale + gpd.shape * x; /* what is above x is generalised Pareto again */
    return scale_there > 0.0 ? x + scale_there / (1.0 - gpd.shape) : x;
}

double
rasimi_gpd_mean_capped(rasimi_gpd gpd, double cap)
{
    const double growth = 1.0 + gpd.shape * (cap / gpd.scale);
    const double above = growth > 0.0 ? growth * rasimi_gpd_survival(gpd, cap) : 0.0;
    return gpd.scale / (1.0 - gpd.shape) * (1.0 - above);
}
