// bench_readers: the readers of strangers' text, as ratios to one plain pass over the same bytes.
#include <functional>
#include <iostream>
#include <variant>

#include "mail/content/content.hpp"
#include "mail/structure/scan.hpp"
#include "templates/reading/reader.hpp"
#include "templates/template.hpp"
#include "tests/bench/measure.hpp"

namespace pouch::bench {
namespace {

constexpr const char* kWhat =
    R"(bench_readers: body reader and form reader over real clients' texts, and over a form of 1 MB.
  bodies   scan and read_content (transfer encoding, charset, flowed, HTML) of tests/fixtures/bodies
  forms    recognise and read_form (typed, checked) of tests/fixtures/forms
  ratio    CPU beside a plain pass over the same bytes (UTF-8 validation, octet by octet), in turns
Repeat: cmake --preset release && cmake --build --preset release --target bench_readers &&
        build/release/tests/bench/bench_readers [ROUNDS=30]
)";

constexpr std::size_t kLarge = 1u << 20;

// The plain pass: is it well-formed UTF-8 (RFC 3629)? The count keeps the compiler honest.
std::size_t characters(std::string_view text) {
  std::size_t count = 0, follow = 0;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (follow > 0 && (octet & 0xC0) == 0x80) {
      --follow;
      continue;
    }
    follow = octet < 0xC2 ? 0 : octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : octet < 0xF5 ? 3 : 0;
    ++count;
  }
  return count;
}

std::vector<std::string> texts_of(const std::filesystem::path& folder, const std::string& ending) {
  std::vector<std::string> texts;
  for (const auto& file : files_of(folder, ending)) {
    texts.push_back(contents_of(file));
  }
  return texts;
}

double cpu_of_round(const std::vector<std::string>& texts,
                    const std::function<std::size_t(const std::string&)>& read) {
  const Stopwatch watch;
  std::size_t sum = 0;
  for (const auto& text : texts) {
    sum += read(text);
  }
  const double spent = watch.cpu();
  if (sum == 0) {
    throw std::runtime_error("nothing was read");
  }
  return spent;
}

void compare(const char* name, const std::vector<std::string>& texts, std::size_t rounds,
             const std::function<std::size_t(const std::string&)>& read) {
  std::vector<double> ours, plain;
  double octets = 0;
  for (const auto& text : texts) {
    octets += static_cast<double>(text.size());
  }
  const auto repeats = static_cast<std::size_t>(std::max(1.0, 4e6 / octets));
  std::vector<std::string> many;  // a clock of microseconds needs some milliseconds to look at
  for (std::size_t i = 0; i < repeats; ++i) {
    many.insert(many.end(), texts.begin(), texts.end());
  }
  for (std::size_t i = 0; i < rounds; ++i) {
    ours.push_back(cpu_of_round(texts, read));
    plain.push_back(cpu_of_round(many, characters) / static_cast<double>(repeats));
  }
  const double time = median(ours), base = median(plain);
  printf(
      "%-28s %8.0f/s  %7.2f MB/s  %9.3f ms each (least %.3f)  plain pass %.0f MB/s  ratio %.0f\n",
      name, static_cast<double>(texts.size()) / time * 1e3, octets / time / 1e3,
      time / static_cast<double>(texts.size()), least(ours) / static_cast<double>(texts.size()),
      octets / base / 1e3, time / base);
  fflush(stdout);
}

std::size_t read_body(const std::string& mime) {
  const mail::Limits limits;
  const auto scanned = mail::scan(mime, limits);
  const auto* entity = std::get_if<mail::Entity>(&scanned);
  if (entity == nullptr) {
    throw std::runtime_error("a body that the scanner refuses");
  }
  return mail::read_content(*entity, limits).text.size();
}

class Forms {
 public:
  Forms() {
    std::vector<templates::LoadFault> faults;
    set_ = templates::TemplateSet::load({POUCH_FORMS}, faults);
    options_.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
  std::size_t read(const std::string& text) const {
    const auto which = templates::recognise(text, set_, options_);
    const auto* found = set_.find(which.name.empty() ? which.likely : which.name);
    if (found == nullptr) {
      throw std::runtime_error("a form that is not recognised");
    }
    const auto form = templates::read_form(text, *found, set_, options_);
    return form.fields.size() + form.blocks.size();
  }

 private:
  templates::TemplateSet set_;
  templates::ReadOptions options_;
};

// A request whose facts fill it (refused as too long, but read), and one full of persons.
std::string large_text(const std::string& request) {
  const std::string line = "  пратилац је видео камион на прелазу Giurgiu – Ruse, 3 November\n";
  auto form = request;
  const auto at = form.find("Reasons:");
  std::string filling;
  while (form.size() + filling.size() < kLarge) {
    filling += line;
  }
  return form.insert(at, filling);
}

std::string large_blocks(const std::string& request) {
  auto form = request.substr(0, request.find("[Person 1]"));
  std::string reason;  // so long that 1 MB stays below the limit of 500 blocks
  for (int i = 0; i < 110; ++i) {
    reason += ", seen at the border";
  }
  for (int i = 1; form.size() < kLarge; ++i) {
    const auto number = std::to_string(i);
    form += "[Person " + number + "]\nRole: suspect\nFamily name: Јовановић\nGiven names: Милан " +
            number + "\nBirth date: 12.04.1980\nLink to purpose: consignee of the load" + reason +
            "\n";
  }
  return form;
}

void run(std::size_t rounds) {
  std::cout << kWhat << std::flush;
  const std::filesystem::path fixtures = POUCH_FIXTURES;
  compare("bodies", texts_of(fixtures / "bodies", ".mime"), rounds, read_body);
  const Forms forms;
  const auto read = [&](const std::string& text) { return forms.read(text); };
  compare("forms", texts_of(fixtures / "forms", ".txt"), rounds, read);
  const auto request = contents_of(fixtures / "clients/form-request.txt");
  const std::size_t few = std::max<std::size_t>(3, rounds / 6);
  compare("form of 1 MB, one text", {large_text(request)}, few, read);
  compare("form of 1 MB, persons", {large_blocks(request)}, few, read);
  std::string body = "Content-Type: text/plain; charset=utf-8\r\n\r\n" + large_text(request);
  compare("body of 1 MB, plain text", {body}, few, read_body);
}

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  try {
    pouch::bench::run(count < 2 ? 30 : std::stoul(words[1]));
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "bench_readers: " << fault.what() << "\n";
    return 1;
  }
}
