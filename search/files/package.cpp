#include "search/files/package.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "search/ascii.hpp"
#include "search/files/charset.hpp"
#include "search/files/zip_library.hpp"

namespace pouch::search {
namespace {

constexpr std::string_view kOther = "the file is not what its name says";
constexpr std::string_view kDamaged = "the file is damaged";
constexpr std::string_view kLocked = "the file is locked with a password";
constexpr std::string_view kTooLarge = "the file is too large";
constexpr std::string_view kTwice = "the file has the same part twice";
// An encrypted .docx, and the .doc of Word 97, are compound files ([MS-CFB] section 2.2).
constexpr std::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view kZipFile = "PK";  // APPNOTE section 4.3: every record begins so

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_library()->fclose(file); }
};

}  // namespace

struct Package::Archive {
  ~Archive() {
    if (zip != nullptr) {
      zip_library()->discard(zip);
    }
  }
  // Both say what is wrong, or nothing.
  std::string_view open(std::string_view bytes);
  std::string_view list();

  zip_t* zip = nullptr;
  struct Place {
    std::size_t index = 0;
    bool twice = false;
  };
  std::vector<std::string> names;
  std::map<std::string, Place> parts;  // by name in small letters
};

std::string_view Package::Archive::open(std::string_view bytes) {
  const auto* library = zip_library();
  if (bytes.substr(0, kCompoundFile.size()) == kCompoundFile) {
    return "the file is locked with a password, or in the old format of Word (.doc)";
  }
  if (bytes.empty() || bytes.size() > kPackageOctets) {
    return bytes.empty() ? kDamaged : kTooLarge;
  }
  if (bytes.substr(0, kZipFile.size()) != kZipFile) {
    return kOther;
  }
  if (library == nullptr) {
    return "this gateway cannot open it: libzip is not installed";
  }
  auto* source = library->source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) {
    throw std::bad_alloc();
  }
  zip = library->open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  if (zip == nullptr) {
    library->source_free(source);
    return kDamaged;
  }
  return list();
}

std::string_view Package::Archive::list() {
  const auto entries = zip_library()->get_num_entries(zip, 0);
  if (entries < 0 || static_cast<std::size_t>(entries) > kPackageEntries) {
    return kTooLarge;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(entries); ++i) {
    zip_stat_t facts{};
    // Raw: what is no UTF-8 is in the charset of its writer, whatever the format says.
    if (zip_library()->stat_index(zip, i, ZIP_FL_ENC_RAW, &facts) != 0 ||
        (facts.valid & ZIP_STAT_NAME) == 0) {
      return kDamaged;
    }
    names.push_back(as_utf8(facts.name));
    const auto [at, fresh] = parts.emplace(lower(facts.name), Place{i});
    at->second.twice = !fresh;
  }
  return {};
}

bool opens_packages() { return zip_library() != nullptr; }

Package::Package(std::string_view bytes) : archive_(std::make_unique<Archive>()) {
  failure_ = archive_->open(bytes);
}

Package::~Package() = default;

void Package::refuse(std::string_view why) { failure_ = why; }

std::string Package::part(std::string_view name, std::size_t most) {
  const auto found = archive_->parts.find(lower(name));
  if (!failure_.empty() || found == archive_->parts.end()) {
    return {};
  }
  if (found->second.twice) {
    return refuse(kTwice), std::string();
  }
  auto read = unpacked(found->second.index, most);
  refuse(read.failure);
  return std::move(read.bytes);
}

const std::vector<std::string>& Package::names() const { return archive_->names; }

Package::Unpacked Package::unpacked(std::size_t place, std::size_t most) const {
  const auto failed = [](std::string_view why) { return Unpacked{{}, std::string(why)}; };
  const auto& library = *zip_library();
  zip_stat_t facts{};
  constexpr zip_uint64_t kWanted = ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  if (library.stat_index(archive_->zip, place, 0, &facts) != 0 ||
      (facts.valid & kWanted) != kWanted) {
    return failed(kDamaged);
  }
  if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && facts.encryption_method != ZIP_EM_NONE) {
    return failed(kLocked);
  }
  const bool packed = facts.comp_method == ZIP_CM_DEFLATE;
  const std::unique_ptr<zip_file_t, CloseFile> file(
      packed || facts.comp_method == ZIP_CM_STORE ? library.fopen_index(archive_->zip, place, 0)
                                                  : nullptr);
  if (file == nullptr) {
    return failed(kDamaged);
  }
  // What the directory says of the size is not believed.
  most = std::min(most, std::max(kRatioCounts, kPartRatio * std::size_t{facts.comp_size}));
  std::string bytes;
  std::array<char, 16U << 10> buffer{};
  zip_int64_t got = 0;
  while ((got = library.fread(file.get(), buffer.data(), buffer.size())) > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > most) {
      return failed(kTooLarge);
    }
  }
  return got < 0 ? failed(kDamaged) : Unpacked{std::move(bytes), {}};
}

}  // namespace pouch::search
