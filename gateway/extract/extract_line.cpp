#include "gateway/extract/extract_line.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {
namespace {

namespace openpgp = mail::openpgp;
using Steady = std::chrono::steady_clock;

// Those of other workers may stand before ours, each with its ten seconds.
constexpr std::chrono::seconds kPatience{60};

openpgp::Descriptor& line() {
  static openpgp::Descriptor held;
  return held;
}

[[noreturn]] void no_answer() {
  throw Fault(true, "the reader of PDFs does not answer", "the daemon starts it again by itself");
}

void put(int file, std::string_view text) {
  while (!text.empty()) {
    const auto count = write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      throw Fault(true, "the text of a PDF finds no room", "is there memory?");
    }
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

Extracted ask(std::string_view bytes) {
  auto [ours, its] = openpgp::socket_pair();
  const auto pdf = openpgp::sealed_file(bytes);
  const auto text = openpgp::bounded_file(PdfLimits{}.text * 2);
  if (!openpgp::send_packet(line().get(), "extract", {pdf.get(), text.get(), its.get()})) {
    no_answer();
  }
  its.close();
  openpgp::Packet answer;
  if (openpgp::receive_packet(ours.get(), answer, Steady::now() + kPatience) !=
      openpgp::Received::kPacket) {
    no_answer();
  }
  openpgp::Unpacker values(answer.bytes);
  Extracted result;
  result.failure = values.get<std::string>();
  const auto length = values.get<std::uint64_t>();
  values.end();
  if (length > 0) {
    result.text = openpgp::Mapped(text.get(), length).bytes();
  }
  return result;
}

}  // namespace

void read_files_at(openpgp::Descriptor held) {
  if (held.get() >= 0) {
    fcntl(held.get(), F_SETFD, FD_CLOEXEC);
    line() = std::move(held);
  }
}

Extracted text_of_pdf(std::string_view bytes) {
  if (line().get() < 0) {
    return pdf_text(bytes);
  }
  if (bytes.size() > PdfLimits{}.file) {
    return {{}, "the file is too large"};
  }
  try {
    return ask(bytes);
  } catch (const openpgp::Garbled&) {
    no_answer();
  } catch (const mail::Fault& fault) {  // no descriptors, no memory
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

const Extracted& PdfTexts::of(const mail::Bytes& file) {
  const auto found = std::find_if(read_.begin(), read_.end(), [&](const auto& one) {
    return one.first.view().data() == file.view().data() && one.first.size() == file.size();
  });
  return found != read_.end() ? found->second : read_.emplace_back(file, text_of_pdf(file)).second;
}

void ExtractServer::answer(const openpgp::Packet& question) const {
  if (question.descriptors.size() != 3) {
    throw openpgp::Garbled("a question that is not made as it should be");
  }
  const CurrentTask task("extract");
  const openpgp::Mapped pdf(question.descriptors[0].get());
  const auto read = pdf_text(pdf.bytes(), limits_);
  put(question.descriptors[1].get(), read.text);
  (void)openpgp::send_packet(
      question.descriptors[2].get(),
      openpgp::packed(read.failure, static_cast<std::uint64_t>(read.text.size())));
}

void ExtractServer::run(int stop) {
  fcntl(line_.get(), F_SETFD, FD_CLOEXEC);
  for (openpgp::Packet question;;) {
    try {
      if (openpgp::receive_packet(line_.get(), question, std::nullopt, stop) !=
          openpgp::Received::kPacket) {
        return;
      }
      answer(question);
    } catch (const openpgp::Garbled&) {
      // Whoever asked sees that nobody answers.
    } catch (const Fault&) {
      // Nothing left to start a program with: the asker's mail waits.
    }
    question = {};
  }
}

}  // namespace pouch::gateway
