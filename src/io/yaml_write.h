/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree to YAML that reads back as the same tree. */
#ifndef RASIMI_IO_YAML_WRITE_H
#define RASIMI_IO_YAML_WRITE_H

#include "base/text.h"
#include "io/yaml.h"

/* Appends the tree: maps and lists in blocks, those that hold nothing but scalars on one line; a scalar is quoted where
   it was, or where it could not be read back otherwise. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_yaml_write(const rasimi_node *root, rasimi_buffer *out);

#endif
