// The part of libIndexStore's stable C interface that the index reader calls. The library is opened at run time, so this
// declares types and a table of functions only. Collections are walked by a function that the library calls with a context.
#ifndef UNBLOCK_CINDEXSTORE_H
#define UNBLOCK_CINDEXSTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Only the function pointers are annotated: they are what Swift would otherwise have to unwrap.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

typedef void *indexstore_t;
typedef void *indexstore_error_t;
typedef void *indexstore_unit_reader_t;
typedef void *indexstore_unit_dependency_t;
typedef void *indexstore_record_reader_t;
typedef void *indexstore_symbol_t;
typedef void *indexstore_occurrence_t;
typedef void *indexstore_symbol_relation_t;

/// Text that belongs to the reader it came from, without a terminating zero.
typedef struct {
  const char *data;
  size_t length;
} indexstore_string_ref_t;

static const unsigned UNBLOCK_INDEX_DEPENDENCY_RECORD = 2;

typedef bool (*unblock_index_name_visitor)(void *context, indexstore_string_ref_t name);
typedef bool (*unblock_index_visitor)(void *context, void *item);

// X(result, name, parameters)
#define UNBLOCK_INDEX_FUNCTIONS(X)                                                                           \
  X(unsigned, format_version, (void))                                                                        \
  X(const char *, error_get_description, (indexstore_error_t))                                               \
  X(void, error_dispose, (indexstore_error_t))                                                               \
  X(indexstore_t, store_create, (const char *path, indexstore_error_t *))                                    \
  X(void, store_dispose, (indexstore_t))                                                                     \
  X(bool, store_units_apply_f, (indexstore_t, unsigned sorted, void *context, unblock_index_name_visitor))   \
  X(indexstore_unit_reader_t, unit_reader_create, (indexstore_t, const char *name, indexstore_error_t *))    \
  X(void, unit_reader_dispose, (indexstore_unit_reader_t))                                                   \
  X(indexstore_string_ref_t, unit_reader_get_provider_identifier, (indexstore_unit_reader_t))                \
  X(void, unit_reader_get_modification_time, (indexstore_unit_reader_t, int64_t *seconds, int64_t *nanos))   \
  X(bool, unit_reader_is_system_unit, (indexstore_unit_reader_t))                                            \
  X(bool, unit_reader_is_module_unit, (indexstore_unit_reader_t))                                            \
  X(indexstore_string_ref_t, unit_reader_get_main_file, (indexstore_unit_reader_t))                          \
  X(indexstore_string_ref_t, unit_reader_get_module_name, (indexstore_unit_reader_t))                        \
  X(indexstore_string_ref_t, unit_reader_get_working_dir, (indexstore_unit_reader_t))                        \
  X(bool, unit_reader_dependencies_apply_f, (indexstore_unit_reader_t, void *context, unblock_index_visitor)) \
  X(unsigned, unit_dependency_get_kind, (indexstore_unit_dependency_t))                                      \
  X(bool, unit_dependency_is_system, (indexstore_unit_dependency_t))                                         \
  X(indexstore_string_ref_t, unit_dependency_get_filepath, (indexstore_unit_dependency_t))                   \
  X(indexstore_string_ref_t, unit_dependency_get_name, (indexstore_unit_dependency_t))                       \
  X(indexstore_record_reader_t, record_reader_create, (indexstore_t, const char *name, indexstore_error_t *)) \
  X(void, record_reader_dispose, (indexstore_record_reader_t))                                               \
  X(bool, record_reader_occurrences_apply_f, (indexstore_record_reader_t, void *context, unblock_index_visitor)) \
  X(indexstore_symbol_t, occurrence_get_symbol, (indexstore_occurrence_t))                                   \
  X(uint64_t, occurrence_get_roles, (indexstore_occurrence_t))                                               \
  X(void, occurrence_get_line_col, (indexstore_occurrence_t, unsigned *line, unsigned *column))              \
  X(bool, occurrence_relations_apply_f, (indexstore_occurrence_t, void *context, unblock_index_visitor))     \
  X(uint64_t, symbol_relation_get_roles, (indexstore_symbol_relation_t))                                     \
  X(indexstore_symbol_t, symbol_relation_get_symbol, (indexstore_symbol_relation_t))                         \
  X(unsigned, symbol_get_kind, (indexstore_symbol_t))                                                        \
  X(unsigned, symbol_get_subkind, (indexstore_symbol_t))                                                     \
  X(uint64_t, symbol_get_properties, (indexstore_symbol_t))                                                  \
  X(uint64_t, symbol_get_roles, (indexstore_symbol_t))                                                       \
  X(indexstore_string_ref_t, symbol_get_name, (indexstore_symbol_t))                                         \
  X(indexstore_string_ref_t, symbol_get_usr, (indexstore_symbol_t))

#define UNBLOCK_INDEX_POINTER(result, name, parameters) result(*_Nonnull name) parameters;

/// libIndexStore's functions without their prefix.
struct unblock_index {
  UNBLOCK_INDEX_FUNCTIONS(UNBLOCK_INDEX_POINTER)
};

#undef UNBLOCK_INDEX_POINTER

/// Opens a library and fills the table. Returns null, or what went wrong in a string that the caller frees; `missing` then
/// names the function that the library lacks, or is null. The library is never closed.
char *unblock_index_open(const char *path, struct unblock_index *table, const char **missing);

#pragma clang diagnostic pop
#endif
