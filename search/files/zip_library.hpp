// libzip, loaded when the first office document comes and not before: it brings OpenSSL and bzip2,
// 17 memory areas, and GPGME forks twice for every call of a worker that may never need it
// (tests/bench/README.md). Private to this folder.
#pragma once

#include <zip.h>

namespace pouch::search {

struct ZipLibrary {
  decltype(&::zip_source_buffer_create) source_buffer_create = nullptr;
  decltype(&::zip_source_free) source_free = nullptr;
  decltype(&::zip_open_from_source) open_from_source = nullptr;
  decltype(&::zip_discard) discard = nullptr;
  decltype(&::zip_get_num_entries) get_num_entries = nullptr;
  decltype(&::zip_stat_index) stat_index = nullptr;
  decltype(&::zip_fopen_index) fopen_index = nullptr;
  decltype(&::zip_fread) fread = nullptr;
  decltype(&::zip_fclose) fclose = nullptr;
  // --- of those who write one
  decltype(&::zip_open) open = nullptr;
  decltype(&::zip_close) close = nullptr;
  decltype(&::zip_file_add) file_add = nullptr;
  decltype(&::zip_source_function_create) source_function_create = nullptr;
  decltype(&::zip_stat_init) stat_init = nullptr;
  decltype(&::zip_source_keep) source_keep = nullptr;
  decltype(&::zip_source_open) source_open = nullptr;
  decltype(&::zip_source_read) source_read = nullptr;
  decltype(&::zip_source_close) source_close = nullptr;
};

// Loaded once, thread-safe; nothing when libzip is not there.
const ZipLibrary* zip_library();

}  // namespace pouch::search
