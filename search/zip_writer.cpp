#include "search/zip_writer.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>

#include "search/fault.hpp"
#include "search/zip_library.hpp"

namespace pouch::search {
namespace {

// One part while libzip reads it.
struct Source {
  const ZipLibrary* library;
  const ZipPart* part;
  std::exception_ptr* failure;
  std::string bytes{};
  std::size_t at = 0;
};

zip_int64_t open_source(Source& source) {
  try {
    source.bytes = source.part->make();
    source.at = 0;
    return 0;
  } catch (...) {  // through C, and out again in write_zip
    *source.failure = std::current_exception();
    return -1;
  }
}

zip_int64_t call(void* state, void* data, zip_uint64_t length, zip_source_cmd_t what) {
  auto& source = *static_cast<Source*>(state);
  switch (what) {
    case ZIP_SOURCE_OPEN:
      return open_source(source);
    case ZIP_SOURCE_READ: {
      const auto part = std::min<std::size_t>(length, source.bytes.size() - source.at);
      std::memcpy(data, source.bytes.data() + source.at, part);
      source.at += part;
      return static_cast<zip_int64_t>(part);
    }
    case ZIP_SOURCE_CLOSE:
      std::string().swap(source.bytes);
      return 0;
    case ZIP_SOURCE_STAT:
      source.library->stat_init(static_cast<zip_stat_t*>(data));
      return static_cast<zip_int64_t>(sizeof(zip_stat_t));
    case ZIP_SOURCE_ERROR: {
      const int codes[2] = {ZIP_ER_READ, 0};
      std::memcpy(data, codes, sizeof codes);
      return static_cast<zip_int64_t>(sizeof codes);
    }
    case ZIP_SOURCE_SUPPORTS:
      return ZIP_SOURCE_SUPPORTS_READABLE;
    default:
      return what == ZIP_SOURCE_FREE ? 0 : -1;
  }
}

}  // namespace

void write_zip(const std::filesystem::path& file, const std::vector<ZipPart>& parts) {
  const auto* library = zip_library();
  if (library == nullptr) {
    throw Fault(false, "no zip archive can be written: libzip is not installed",
                "install the package libzip4");
  }
  std::exception_ptr failure;
  const auto give_up = [&] {
    if (failure) {
      std::rethrow_exception(failure);
    }
    throw Fault(true, "could not write " + file.string(),
                "is there room, and may you write there?");
  };
  int code = 0;
  auto* archive = library->open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive == nullptr) {
    give_up();
  }
  std::vector<std::unique_ptr<Source>> sources;
  for (const auto& part : parts) {
    sources.push_back(std::make_unique<Source>(Source{library, &part, &failure}));
    auto* source = library->source_function_create(call, sources.back().get(), nullptr);
    if (source == nullptr ||
        library->file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
      if (source != nullptr) {
        library->source_free(source);
      }
      library->discard(archive);
      give_up();
    }
  }
  if (library->close(archive) != 0) {
    library->discard(archive);
    give_up();
  }
}

}  // namespace pouch::search
