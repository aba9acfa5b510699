/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that parts of a design use for one another: domains, their levels, rates. Each is looked up once, when the
   design is checked; a name that does not exist is a problem with the nearest match. */
#ifndef RASIMI_MODEL_LOOKUP_H
#define RASIMI_MODEL_LOOKUP_H

#include "model/check.h"
#include "model/design.h"

/* The i-th domain of a design. */
const rasimi_domain *
rasimi_domain_at(const rasimi_design *design, size_t i);

/* The domain of a name. False, with a problem unless the name itself could not be read, where there is none. */
bool
rasimi_lookup_domain(rasimi_checker *checker, const rasimi_design *design, const rasimi_text *name, size_t *out);

/* The level of a domain that a text names; likewise. */
bool
rasimi_lookup_level(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_text *level, size_t *out);

/* Whether all texts are levels of the domain. */
bool
rasimi_lookup_levels(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_texts *levels);

/* The rate of a name; likewise. */
bool
rasimi_lookup_rate(rasimi_checker *checker, const rasimi_design *design, const rasimi_text *name, size_t *out);

/* Both domains of each interaction. */
void
rasimi_lookup_interactions(rasimi_checker *checker, const rasimi_design *design, const rasimi_structs *interactions);

/* Whether pairs give each level of a domain, and no other, its number; then they are put into the levels' order. */
bool
rasimi_match_levels(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_pairs *pairs, const char *key);

/* Is the label among the texts? */
bool
rasimi_texts_have(const rasimi_texts *texts, const char *label);

#endif
