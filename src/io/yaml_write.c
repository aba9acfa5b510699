/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a tree with libyaml's emitter. */
#include "io/yaml_write.h"

#include <string.h>
#include <yaml.h>

/* Columns after which lines are folded. */
#define WIDTH 110

typedef struct writer {
    yaml_emitter_t emitter;
    bool failed;
} writer;

static int
take_bytes(void *context, unsigned char *bytes, size_t size)
{
    rasimi_buffer *out = context;
    rasimi_buffer_add(out, (const char *)bytes, size);
    return !out->failed;
}

/* Hands an event over, which the emitter then owns; `made` says whether there was memory for it. */
static void
emit(writer *self, yaml_event_t *event, int made)
{
    self->failed = self->failed || !made || !yaml_emitter_emit(&self->emitter, event);
}

static void
write_scalar(writer *self, const char *text, size_t length, bool quoted)
{
    yaml_event_t event;
    if (self->failed)
        return;
    const int made = yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)length, 1, 1,
                                                  quoted ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE);
    emit(self, &event, made);
}

static bool
is_flat(const rasimi_node *node)
{
    bool flat = true;
    for (size_t i = 0; i < node->n && flat; i++)
        flat = (node->kind == RASIMI_NODE_LIST ? node->items[i] : node->entries[i].value)->kind == RASIMI_NODE_SCALAR;
    return flat;
}

static void
write_node(writer *self, const rasimi_node *node, bool is_root);

static void
write_list(writer *self, const rasimi_node *list)
{
    yaml_event_t event;
    int made = yaml_sequence_start_event_initialize(
        &event, NULL, NULL, 1, is_flat(list) ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE);
    emit(self, &event, made);
    for (size_t i = 0; i < list->n && !self->failed; i++)
        write_node(self, list->items[i], false);
    if (self->failed)
        return;
    made = yaml_sequence_end_event_initialize(&event);
    emit(self, &event, made);
}

static void
write_map(writer *self, const rasimi_node *map, bool is_root)
{
    yaml_event_t event;
    int made = yaml_mapping_start_event_initialize(
        &event, NULL, NULL, 1, is_flat(map) && !is_root ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE);
    emit(self, &event, made);
    for (size_t i = 0; i < map->n && !self->failed; i++) {
        write_scalar(self, map->entries[i].key, strlen(map->entries[i].key), false);
        write_node(self, map->entries[i].value, false);
    }
    if (self->failed)
        return;
    made = yaml_mapping_end_event_initialize(&event);
    emit(self, &event, made);
}

static void
write_node(writer *self, const rasimi_node *node, bool is_root)
{
    if (self->failed)
        return;
    if (node->kind == RASIMI_NODE_LIST)
        write_list(self, node);
    else if (node->kind == RASIMI_NODE_MAP)
        write_map(self, node, is_root);
    else
        write_scalar(self, node->text, node->length, node->quoted);
}

static void
write_document(writer *self, const rasimi_node *root)
{
    yaml_event_t event;
    int made = yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    emit(self, &event, made);
    if (!self->failed) {
        made = yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
        emit(self, &event, made);
    }
    write_node(self, root, true);
    if (!self->failed) {
        made = yaml_document_end_event_initialize(&event, 1);
        emit(self, &event, made);
    }
    if (!self->failed) {
        made = yaml_stream_end_event_initialize(&event);
        emit(self, &event, made);
    }
}

rasim_status
rasimi_yaml_write(const rasimi_node *root, rasimi_buffer *out)
{
    writer self = {.failed = false};
    if (!yaml_emitter_initialize(&self.emitter))
        return RASIM_ERR_NO_MEMORY;
    yaml_emitter_set_output(&self.emitter, take_bytes, out);
    yaml_emitter_set_unicode(&self.emitter, 1);
    yaml_emitter_set_width(&self.emitter, WIDTH);
    write_document(&self, root);
    yaml_emitter_delete(&self.emitter);
    return self.failed || out->failed ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}
