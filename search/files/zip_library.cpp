#include "search/files/zip_library.hpp"

#include <dlfcn.h>

#include <optional>

namespace pouch::search {
namespace {

constexpr const char* kName = "libzip.so.4";  // the ABI of the header that we are built with

template <typename Function>
bool take(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

std::optional<ZipLibrary> load() {
  void* library = dlopen(kName, RTLD_NOW | RTLD_LOCAL);  // stays for the process's life
  ZipLibrary zip;
  if (library != nullptr && take(library, "zip_source_buffer_create", zip.source_buffer_create) &&
      take(library, "zip_source_free", zip.source_free) &&
      take(library, "zip_open_from_source", zip.open_from_source) &&
      take(library, "zip_discard", zip.discard) &&
      take(library, "zip_get_num_entries", zip.get_num_entries) &&
      take(library, "zip_stat_index", zip.stat_index) &&
      take(library, "zip_fopen_index", zip.fopen_index) && take(library, "zip_fread", zip.fread) &&
      take(library, "zip_fclose", zip.fclose) && take(library, "zip_open", zip.open) &&
      take(library, "zip_close", zip.close) && take(library, "zip_file_add", zip.file_add) &&
      take(library, "zip_source_function_create", zip.source_function_create) &&
      take(library, "zip_stat_init", zip.stat_init) &&
      take(library, "zip_source_keep", zip.source_keep) &&
      take(library, "zip_source_open", zip.source_open) &&
      take(library, "zip_source_read", zip.source_read) &&
      take(library, "zip_source_close", zip.source_close)) {
    return zip;
  }
  return std::nullopt;
}

}  // namespace

const ZipLibrary* zip_library() {
  static const std::optional<ZipLibrary> loaded = load();
  return loaded ? &*loaded : nullptr;
}

}  // namespace pouch::search
