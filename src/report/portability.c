/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place, as JSON and HDF5. */
#include "report/portability.h"

#include "report/json_words.h"

#include "base/mem.h"

#include <stdlib.h>

#define GBP_WEEK "£ a week"

/* Amounts by place, in the places' order. */
static json_t *
by_place(rasimi_json *json, const double *gbp_week, size_t n)
{
    json_t *list = json_array();
    for (size_t p = 0; p < n; p++)
        rasimi_json_push(json, list, rasimi_json_money(gbp_week[p]));
    return list;
}

static json_t *
places(rasimi_json *json, const rasim_portability *portability)
{
    json_t *list = json_array();
    for (size_t p = 0; p < portability->n_places; p++) {
        json_t *o = json_object();
        PUT("name", rasimi_json_text(portability->places[p]));
        PUT("design", rasimi_json_text(portability->designs[p]));
        PUT("gbp_week", rasimi_json_money(portability->gbp_week[p]));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
bands(rasimi_json *json, const rasim_portability *portability)
{
    json_t *list = json_array();
    for (size_t b = 0; b < portability->n_bands; b++) {
        json_t *o = json_object();
        PUT("people", rasimi_json_number(portability->bands[b].people));
        PUT("gbp_week", by_place(json, portability->bands[b].gbp_week, portability->n_places));
        rasimi_json_push(json, list, o);
    }
    return list;
}

json_t *
rasimi_json_portability(rasimi_json *json, const rasim_portability *portability)
{
    if (!portability->applies)
        return json_null();
    json_t *o = json_object();
    PUT("people", rasimi_json_number(portability->people));
    PUT("people_left_out", rasimi_json_number(portability->people_left_out));
    PUT("places", places(json, portability));
    PUT("bands", bands(json, portability));
    PUT("place_share", rasimi_json_number(portability->place_share));
    PUT("chance_share", rasimi_json_number(portability->chance_share));
    PUT("spread", rasimi_json_number(portability->spread));
    return o;
}

static void
put_bands(rasimi_h5put *put, const rasim_portability *portability)
{
    const uint64_t shape[] = {portability->n_bands, portability->n_places};
    double *matrix = rasimi_calloc(portability->n_bands, portability->n_places * sizeof *matrix);
    if (!matrix) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t b = 0; b < portability->n_bands; b++)
        for (size_t p = 0; p < portability->n_places; p++)
            matrix[b * portability->n_places + p] = portability->bands[b].gbp_week[p];
    rasimi_h5put_doubles(put, (rasimi_h5name){"band_gbp_week", GBP_WEEK, "mean amount by tenth of need and place"}, 2,
                         shape, matrix);
    free(matrix);
}

void
rasimi_h5put_portability(rasimi_h5put *put, const rasim_portability *portability)
{
    if (!portability->applies)
        return;
    rasimi_h5put_folder(put, "/portability");
    rasimi_h5put_number(put, "people", portability->people);
    rasimi_h5put_number(put, "people_left_out", portability->people_left_out);
    rasimi_h5put_number(put, "place_share", portability->place_share);
    rasimi_h5put_number(put, "chance_share", portability->chance_share);
    rasimi_h5put_number(put, "spread", portability->spread);
    rasimi_h5put_texts(put, "place_design", portability->designs, portability->n_places, "design of each place");
    rasimi_h5put_field(put, (rasimi_h5name){"gbp_week", GBP_WEEK, "mean amount were everybody in that place"},
                       portability->gbp_week, sizeof *portability->gbp_week, portability->n_places);
    if (portability->n_bands == 0)
        return;
    rasimi_h5put_field(put, (rasimi_h5name){"band_people", "people", "people by tenth of need, least first"},
                       &portability->bands[0].people, sizeof *portability->bands, portability->n_bands);
    put_bands(put, portability);
}
