// Site: the letters that it wrote, in the boxes of its people, opened with their keys.
#include <strings.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <variant>

#include "mail/content/content.hpp"
#include "mail/structure/headers.hpp"
#include "mail/structure/scan.hpp"
#include "tests/system/harness.hpp"

namespace pouch::test {
namespace {

std::string armour_of(const std::string& wire) {
  const std::string head = "-----BEGIN PGP MESSAGE-----", tail = "-----END PGP MESSAGE-----";
  const auto begin = wire.find(head);
  const auto end = wire.find(tail);
  return begin == std::string::npos || end == std::string::npos
             ? std::string()
             : wire.substr(begin, end + tail.size() - begin) + "\n";
}

std::string header_of(const std::string& wire, const std::string& name) {
  std::istringstream lines(wire);
  std::string line, value;
  bool on = false;
  while (std::getline(lines, line) && line != "\r" && !line.empty()) {
    if (line.back() == '\r') {
      line.pop_back();
    }
    if (line.front() == ' ' || line.front() == '\t') {
      value += on ? line : std::string();
    } else {
      on = strncasecmp(line.c_str(), (name + ":").c_str(), name.size() + 1) == 0;
      if (on) {
        value = line.substr(std::min(line.size(), name.size() + 2));
      }
    }
  }
  return value;
}

const fs::path& last_of(const std::vector<fs::path>& files, const std::string& reader) {
  if (files.empty()) {
    throw std::runtime_error("no letter for " + reader);
  }
  return files.back();
}

}  // namespace

std::vector<fs::path> Site::letters(const std::string& address) const {
  std::vector<fs::path> files;
  const auto box = state() / "outbox" / address / "new";
  if (fs::exists(box)) {
    for (const auto& entry : fs::directory_iterator(box)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end(), [](const fs::path& left, const fs::path& right) {
    return fs::last_write_time(left) < fs::last_write_time(right);
  });
  return files;
}

std::vector<fs::path> Site::letters_caused(const std::string& address) const {
  auto files = letters(address);
  std::erase_if(files, [](const fs::path& file) {
    const auto head = read_file(file).substr(0, 2000);
    for (const auto* kind : {"reminder", "late answer", "overview", "digest", "key"}) {
      if (head.find("Pouch, " + std::string(kind)) != head.npos) {
        return true;
      }
    }
    return false;
  });
  return files;
}

std::string Site::returned_to(const std::string& address) const {
  const auto queue = nlohmann::json::parse(pouch({"queue", "list", "--all", "--json"}).out);
  for (const auto& letter : queue["letters"]) {
    if (letter["to"] == address && letter["kind"] != "receipt") {
      return letter["envelope_sender"];
    }
  }
  throw std::runtime_error("no letter to " + address);
}

std::size_t Site::all_letters() const {
  std::size_t count = 0;
  if (fs::exists(state() / "outbox")) {
    for (const auto& box : fs::directory_iterator(state() / "outbox")) {
      count += letters(box.path().filename().string()).size();
    }
  }
  return count;
}

Letter Site::open(const std::string& reader, const fs::path& file) const {
  auto wire = read_file(file);
  const auto known = opened_.find({reader, wire});
  auto letter = known != opened_.end() ? known->second : unseal(reader, wire);
  letter.file = file;
  if (known == opened_.end() && !letter.signer.empty()) {  // without one a key may come
    opened_.emplace(std::pair(reader, std::move(wire)), letter);
  }
  return letter;
}

Letter Site::unseal(const std::string& reader, const std::string& wire) const {
  Letter letter;
  letter.wire = wire;
  letter.outer_subject = header_of(letter.wire, "Subject");
  letter.message_id = header_of(letter.wire, "Message-ID");
  letter.references = header_of(letter.wire, "References");
  const auto ran =
      people_.at(reader)->gpg({"--status-fd", "2", "--decrypt"}, armour_of(letter.wire));
  const auto good = ran.err.find("[GNUPG:] VALIDSIG ");
  if (good != std::string::npos && ran.err.find("[GNUPG:] GOODSIG ") != std::string::npos &&
      ran.err.find("[GNUPG:] DECRYPTION_OKAY") != std::string::npos) {
    letter.signer = ran.err.substr(good + 18, 40);
  }
  letter.entity = ran.out;
  const mail::Limits limits;
  const auto scanned = mail::scan(letter.entity, limits);
  if (const auto* entity = std::get_if<mail::Entity>(&scanned)) {
    const auto headers = mail::read_headers(*entity, limits, false);
    if (const auto* read = std::get_if<mail::Headers>(&headers)) {
      letter.subject = read->subject;
    }
    const auto content = mail::read_content(*entity, limits);
    letter.text = content.text;
    for (const auto& attachment : content.attachments) {
      letter.parts[attachment.name] = attachment.bytes;
    }
  }
  return letter;
}

Letter Site::newest(const std::string& reader) const {
  return open(reader, last_of(letters(people_.at(reader)->address()), reader));
}

Letter Site::newest_caused(const std::string& reader) const {
  return open(reader, last_of(letters_caused(people_.at(reader)->address()), reader));
}

}  // namespace pouch::test
