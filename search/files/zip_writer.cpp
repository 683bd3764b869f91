#include "search/files/zip_writer.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>

#include "search/fault.hpp"
#include "search/files/zip_library.hpp"

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

const ZipLibrary& library_for_writing() {
  const auto* library = zip_library();
  if (library == nullptr) {
    throw Fault(false, "no zip archive can be written: libzip is not installed",
                "install the package libzip4");
  }
  return *library;
}

// Into an archive that is open, and closes it. False: it could not be written, and is dropped.
bool fill(const ZipLibrary& library, zip_t* archive, const std::vector<ZipPart>& parts,
          std::exception_ptr& failure) {
  std::vector<std::unique_ptr<Source>> sources;
  for (const auto& part : parts) {
    sources.push_back(std::make_unique<Source>(Source{&library, &part, &failure}));
    auto* source = library.source_function_create(call, sources.back().get(), nullptr);
    if (source == nullptr ||
        library.file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
      if (source != nullptr) {
        library.source_free(source);
      }
      library.discard(archive);
      return false;
    }
  }
  if (library.close(archive) != 0) {
    library.discard(archive);
    return false;
  }
  return true;
}

[[noreturn]] void give_up(const std::exception_ptr& failure, const std::string& what) {
  if (failure) {
    std::rethrow_exception(failure);
  }
  throw Fault(true, "could not write " + what, "is there room, and may you write there?");
}

std::string all_of(const ZipLibrary& library, zip_source_t* source) {
  std::string bytes;
  if (library.source_open(source) != 0) {
    return bytes;
  }
  std::string piece(1u << 16, '\0');
  for (zip_int64_t got = 0; (got = library.source_read(source, piece.data(), piece.size())) > 0;) {
    bytes.append(piece, 0, static_cast<std::size_t>(got));
  }
  library.source_close(source);
  return bytes;
}

}  // namespace

void write_zip(const std::filesystem::path& file, const std::vector<ZipPart>& parts) {
  const auto& library = library_for_writing();
  std::exception_ptr failure;
  int code = 0;
  auto* archive = library.open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive == nullptr || !fill(library, archive, parts, failure)) {
    give_up(failure, file.string());
  }
}

std::string zip_of(const std::vector<ZipPart>& parts) {
  const auto& library = library_for_writing();
  std::exception_ptr failure;
  auto* source = library.source_buffer_create(nullptr, 0, 0, nullptr);
  if (source == nullptr) {
    give_up(failure, "an archive");
  }
  const std::unique_ptr<zip_source_t, decltype(library.source_free)> kept(source,
                                                                          library.source_free);
  library.source_keep(source);  // ours as well: closing the archive lets go of its own
  auto* archive = library.open_from_source(source, ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) {
    library.source_free(source);
    give_up(failure, "an archive");
  }
  if (!fill(library, archive, parts, failure)) {
    give_up(failure, "an archive");
  }
  auto bytes = all_of(library, source);
  if (bytes.empty()) {
    give_up(failure, "an archive");
  }
  return bytes;
}

}  // namespace pouch::search
