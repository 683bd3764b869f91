#include "gateway/importing/mail_writer.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <system_error>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFrom = "From ";

void refuse_existing(const fs::path& path) {
  std::error_code ignored;
  if (fs::symlink_status(path, ignored).type() != fs::file_type::not_found) {
    throw Fault(false, path.string() + " is there already",
                "nothing is written over: name a new file or folder");
  }
}

fs::path folder_of(const fs::path& path) {
  const auto folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// asctime(3), in UTC, as From lines have it.
std::string from_line(Time received) {
  const auto seconds = static_cast<std::time_t>(received.time_since_epoch().count());
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32] = {};
  asctime_r(&parts, text);  // ends the line
  return "From pouch " + std::string(text);
}

class Mbox : public MailWriter {
 public:
  explicit Mbox(const fs::path& file) : folder_(folder_of(file)), file_(checked(file)) {}

  void write(const MessageNumber&, Time received, std::string_view raw) override {
    auto text = from_line(received);
    text.reserve(text.size() + raw.size() + raw.size() / 64);
    while (!raw.empty()) {
      const auto line = raw.substr(0, std::min(raw.find('\n'), raw.size() - 1) + 1);
      const auto bare = std::min(line.find_first_not_of('>'), line.size());
      if (line.substr(bare).starts_with(kFrom)) {
        text += '>';
      }
      text += line;
      raw.remove_prefix(line.size());
    }
    file_.write(text + (text.ends_with('\n') ? "\n" : "\n\n"));
  }

  void end() override {
    file_.sync();
    file_.keep();
    sync_folder(folder_);
  }

 private:
  static const fs::path& checked(const fs::path& file) {
    refuse_existing(file);
    return file;
  }
  fs::path folder_;
  NewFile file_;
};

class Maildir : public MailWriter {
 public:
  explicit Maildir(fs::path folder) : folder_(std::move(folder)) {
    refuse_existing(folder_);
    for (const auto& part : {folder_, folder_ / "tmp", folder_ / "new", folder_ / "cur"}) {
      make_private_folder(part);
    }
  }

  // Flag S: it was seen, by the gateway at least.
  void write(const MessageNumber& number, Time received, std::string_view raw) override {
    auto name = number.text();
    std::replace(name.begin(), name.end(), '/', '_');
    NewFile file(folder_ / "cur" /
                 (std::to_string(received.time_since_epoch().count()) + "." + name + ".pouch:2,S"));
    file.write(raw);
    file.sync();
    file.keep();
  }

  void end() override {
    for (const auto& part : {folder_ / "cur", folder_, folder_of(folder_)}) {
      sync_folder(part);
    }
  }

 private:
  fs::path folder_;
};

}  // namespace

std::unique_ptr<MailWriter> new_mbox(const fs::path& file) { return std::make_unique<Mbox>(file); }

std::unique_ptr<MailWriter> new_maildir(const fs::path& folder) {
  return std::make_unique<Maildir>(folder);
}

}  // namespace pouch::gateway
