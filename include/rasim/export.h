/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is visible outside the library, and which results must not be ignored. */
#ifndef RASIM_EXPORT_H
#define RASIM_EXPORT_H

#define RASIM_API     __attribute__((visibility("default")))
#define RASIM_CHECKED __attribute__((warn_unused_result))

#ifdef __cplusplus
#define RASIM_BEGIN_DECLS extern "C" {
#define RASIM_END_DECLS   }
#else
#define RASIM_BEGIN_DECLS
#define RASIM_END_DECLS
#endif

#endif
