// The part of libclang's stable C interface that the front end uses, declared here so that building needs no LLVM headers.
// Layouts and numbers are the same in libclang 14 to 21; kinds whose numbers moved between versions are left out.
#ifndef UNBLOCK_CLIBCLANG_H
#define UNBLOCK_CLIBCLANG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Only the function pointers are annotated: they are what Swift would otherwise have to unwrap.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

typedef void *CXIndex;
typedef struct CXTranslationUnitImpl *CXTranslationUnit;
typedef void *CXFile;
typedef void *CXDiagnostic;
typedef void *CXEvalResult;

typedef struct {
  const void *data;
  unsigned private_flags;
} CXString;

typedef struct {
  uint32_t kind;
  int xdata;
  const void *data[3];
} CXCursor;

typedef struct {
  uint32_t kind;
  void *data[2];
} CXType;

typedef struct {
  const void *ptr_data[2];
  unsigned int_data;
} CXSourceLocation;

typedef struct {
  const void *ptr_data[2];
  unsigned begin_int_data;
  unsigned end_int_data;
} CXSourceRange;

struct CXUnsavedFile {
  const char *Filename;
  const char *Contents;
  unsigned long Length;
};

typedef unsigned (*CXCursorVisitor)(CXCursor cursor, CXCursor parent, void *data);
typedef unsigned (*CXFieldVisitor)(CXCursor field, void *data);
typedef void (*CXInclusionVisitor)(CXFile file, CXSourceLocation *stack, unsigned depth, void *data);

// X(result, name, parameters)
#define UNBLOCK_LIBCLANG_FUNCTIONS(X)                                                                        \
  X(CXIndex, createIndex, (int excludeDeclarationsFromPCH, int displayDiagnostics))                          \
  X(void, disposeIndex, (CXIndex))                                                                           \
  X(int, parseTranslationUnit2,                                                                              \
    (CXIndex, const char *file, const char *const *arguments, int count, struct CXUnsavedFile *unsaved,      \
     unsigned unsavedCount, unsigned options, CXTranslationUnit *result))                                    \
  X(void, disposeTranslationUnit, (CXTranslationUnit))                                                       \
  X(CXString, getClangVersion, (void))                                                                       \
  X(const char *, getCString, (CXString))                                                                    \
  X(void, disposeString, (CXString))                                                                         \
  X(unsigned, getNumDiagnostics, (CXTranslationUnit))                                                        \
  X(CXDiagnostic, getDiagnostic, (CXTranslationUnit, unsigned))                                              \
  X(void, disposeDiagnostic, (CXDiagnostic))                                                                 \
  X(int, getDiagnosticSeverity, (CXDiagnostic))                                                              \
  X(CXString, getDiagnosticSpelling, (CXDiagnostic))                                                         \
  X(CXSourceLocation, getDiagnosticLocation, (CXDiagnostic))                                                 \
  X(CXFile, getFile, (CXTranslationUnit, const char *))                                                      \
  X(CXString, getFileName, (CXFile))                                                                         \
  X(const char *, getFileContents, (CXTranslationUnit, CXFile, size_t *))                                    \
  X(void, getInclusions, (CXTranslationUnit, CXInclusionVisitor, void *data))                                \
  X(CXSourceLocation, getLocationForOffset, (CXTranslationUnit, CXFile, unsigned))                           \
  X(int, Location_isInSystemHeader, (CXSourceLocation))                                                      \
  X(void, getFileLocation, (CXSourceLocation, CXFile *, unsigned *line, unsigned *column, unsigned *offset)) \
  X(void, getExpansionLocation,                                                                              \
    (CXSourceLocation, CXFile *, unsigned *line, unsigned *column, unsigned *offset))                        \
  X(void, getSpellingLocation,                                                                               \
    (CXSourceLocation, CXFile *, unsigned *line, unsigned *column, unsigned *offset))                        \
  X(CXSourceLocation, getRangeStart, (CXSourceRange))                                                        \
  X(CXSourceLocation, getRangeEnd, (CXSourceRange))                                                          \
  X(CXCursor, getTranslationUnitCursor, (CXTranslationUnit))                                                 \
  X(unsigned, visitChildren, (CXCursor, CXCursorVisitor, void *data))                                        \
  X(unsigned, equalCursors, (CXCursor, CXCursor))                                                            \
  X(CXCursor, getCursorReferenced, (CXCursor))                                                               \
  X(CXCursor, getCursorSemanticParent, (CXCursor))                                                           \
  X(CXCursor, getCanonicalCursor, (CXCursor))                                                                \
  X(CXSourceLocation, getCursorLocation, (CXCursor))                                                         \
  X(CXSourceRange, getCursorExtent, (CXCursor))                                                              \
  X(CXString, getCursorSpelling, (CXCursor))                                                                 \
  X(CXString, getCursorUSR, (CXCursor))                                                                      \
  X(CXType, getCursorType, (CXCursor))                                                                       \
  X(CXType, getCursorResultType, (CXCursor))                                                                 \
  X(unsigned, isCursorDefinition, (CXCursor))                                                                \
  X(int, Cursor_getNumArguments, (CXCursor))                                                                 \
  X(CXCursor, Cursor_getVarDeclInitializer, (CXCursor))                                                      \
  X(int, Cursor_getStorageClass, (CXCursor))                                                                 \
  X(unsigned, Cursor_isFunctionInlined, (CXCursor))                                                          \
  X(unsigned, Cursor_isBitField, (CXCursor))                                                                 \
  X(long long, getEnumConstantDeclValue, (CXCursor))                                                         \
  X(CXEvalResult, Cursor_Evaluate, (CXCursor))                                                               \
  X(int, EvalResult_getKind, (CXEvalResult))                                                                 \
  X(long long, EvalResult_getAsLongLong, (CXEvalResult))                                                     \
  X(void, EvalResult_dispose, (CXEvalResult))                                                                \
  X(CXType, getTypedefDeclUnderlyingType, (CXCursor))                                                        \
  X(CXType, getCanonicalType, (CXType))                                                                      \
  X(CXType, getPointeeType, (CXType))                                                                        \
  X(CXType, getResultType, (CXType))                                                                         \
  X(CXType, getArrayElementType, (CXType))                                                                   \
  X(long long, getArraySize, (CXType))                                                                       \
  X(CXCursor, getTypeDeclaration, (CXType))                                                                  \
  X(CXString, getTypeSpelling, (CXType))                                                                     \
  X(int, getNumArgTypes, (CXType))                                                                           \
  X(CXType, getArgType, (CXType, unsigned))                                                                  \
  X(unsigned, Type_visitFields, (CXType, CXFieldVisitor, void *data))

// Newer than the oldest libclang that is supported; null there.
#define UNBLOCK_LIBCLANG_OPTIONAL_FUNCTIONS(X)         \
  X(int, getCursorBinaryOperatorKind, (CXCursor))      \
  X(int, getCursorUnaryOperatorKind, (CXCursor))

#define UNBLOCK_LIBCLANG_POINTER(result, name, parameters) result(*_Nonnull name) parameters;
#define UNBLOCK_LIBCLANG_OPTIONAL_POINTER(result, name, parameters) result(*_Nullable name) parameters;

/// libclang's functions without their prefix.
struct unblock_libclang {
  UNBLOCK_LIBCLANG_FUNCTIONS(UNBLOCK_LIBCLANG_POINTER)
  UNBLOCK_LIBCLANG_OPTIONAL_FUNCTIONS(UNBLOCK_LIBCLANG_OPTIONAL_POINTER)
};

#undef UNBLOCK_LIBCLANG_POINTER
#undef UNBLOCK_LIBCLANG_OPTIONAL_POINTER

/// Opens a library and fills the table. Returns null, or what went wrong in a string that the caller frees.
/// The library is never closed: libclang keeps thread-local state that outlives its last use.
char *unblock_libclang_open(const char *path, struct unblock_libclang *table);

/// A node of a syntax tree; links are indexes into `nodes`, or -1.
struct unblock_node {
  CXCursor cursor;
  int32_t parent;
  int32_t first_child;
  int32_t last_child;
  int32_t next;
};

/// All descendants of a cursor in source order; node 0 is the cursor itself.
struct unblock_tree {
  struct unblock_node *nodes;
  int32_t count;
};

/// Flattens what lies below `root`. Returns false when memory ran out; free with `unblock_tree_free` in either case.
bool unblock_tree_read(const struct unblock_libclang *table, CXCursor root, struct unblock_tree *tree);
void unblock_tree_free(struct unblock_tree *tree);

/// Runs `work(data)` on a thread of its own with a stack of `stack_size` bytes and waits for it.
/// Returns false when no such thread could be made; `work` has then not run.
bool unblock_run_with_stack(size_t stack_size, void (*work)(void *data), void *data);

#pragma clang diagnostic pop
#endif
