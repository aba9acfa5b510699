/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts and designs that a caller names, read as those of a study are. */
#include "model/read_beside.h"

#include "io/file.h"
#include "io/yaml.h"

#include <stdlib.h>

rasim_status
rasimi_read_text(const char *path, size_t max_bytes, char **bytes, size_t *length, rasim_problems *problems)
{
    return rasimi_file_read(path, max_bytes, bytes, length, NULL, problems);
}

rasim_status
rasimi_read_design(const char *path, rasimi_arena *arena, const rasimi_design **out, rasim_problems *problems)
{
    char *bytes = NULL;
    size_t length = 0;
    const rasimi_node *root = NULL;
    rasimi_design *design = rasimi_arena_alloc(arena, 1, sizeof *design);
    rasim_status status = design ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = rasimi_read_text(path, RASIMI_YAML_MAX_BYTES, &bytes, &length, problems);
    if (status == RASIM_OK)
        status = rasimi_yaml_parse(path, bytes, length, arena, &root, problems);
    if (status == RASIM_OK)
        status = rasimi_design_read(path, root, arena, design, problems);
    free(bytes);
    if (status == RASIM_OK)
        *out = design;
    return status;
}
