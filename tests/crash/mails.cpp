#include "tests/crash/mails.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

namespace pouch::test {
namespace {

constexpr std::size_t kWriters = 4;  // gpg processes at once

std::string form_with(const std::string& token, const std::string& countries) {
  auto form = request_form();
  const auto put = [&](const std::string& old, const std::string& now) {
    const auto at = form.find(old);
    if (at == std::string::npos) {
      throw std::runtime_error("the sample form has no " + old);
    }
    form.replace(at, old.size(), now);
  };
  put("4417/2026", token);
  put("To: BG, RS", "To: " + countries);
  return form;
}

std::string body(const Mail& mail) {
  switch (mail.kind) {
    case Kind::kRequest:
      return form_with(mail.token, mail.writer == "dimitar" ? "RO, RS" : "BG, RS");
    case Kind::kProblem:
      return "Form: request\nTo: BG\nOur reference: " + mail.token + "\n";
    case Kind::kNote:
    case Kind::kReply:
    case Kind::kStranger:
      return "A word about " + mail.token + ".\n";
  }
  return {};
}

}  // namespace

std::string name(Kind kind) {
  switch (kind) {
    case Kind::kRequest:
      return "request";
    case Kind::kNote:
      return "note";
    case Kind::kProblem:
      return "form with problems";
    case Kind::kReply:
      return "reply";
    case Kind::kStranger:
      return "stranger's";
  }
  return {};
}

Correspondence::Correspondence(const Site& site, std::size_t count, unsigned seed) {
  case_ = [&] {
    const auto sent = site.deliver(site.mail("ana", {.body = form_with("control-case", "BG, RS")}));
    control_letters_ += sent["letters"].size();
    return sent["case"].get<std::string>();
  }();
  mails_.resize(count);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (std::size_t n = 0; (n = next++) < count && !failed;) {
        try {
          mails_[n] = write(site, plan(n, seed));
        } catch (const std::exception&) {
          failed = true;
        }
      }
    });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  if (failed) {
    throw std::runtime_error("a mail could not be written by gpg");
  }
  for (const auto& mail : mails_) {
    const Sort sort{mail.writer, mail.kind};
    if (ends_.find(sort) == ends_.end()) {
      auto control = mail;
      control.token = "control-" + std::to_string(ends_.size());
      control.id = "<" + control.token + "@police.example>";
      ends_[sort] = carry(site, write(site, control));
    }
  }
}

// Of twenty mails: ten requests by three writers, four replies to one case by two desks, three
// notes, two forms with problems, one of a stranger.
Mail Correspondence::plan(std::size_t number, unsigned seed) const {
  static const std::vector<std::pair<std::string, Kind>> kSorts = {
      {"ana", Kind::kRequest},     {"nfp-bg", Kind::kReply},     {"dimitar", Kind::kRequest},
      {"ana", Kind::kNote},        {"nfp-ro", Kind::kRequest},   {"ana", Kind::kProblem},
      {"dimitar", Kind::kRequest}, {"nfp-rs", Kind::kReply},     {"ana", Kind::kRequest},
      {"dimitar", Kind::kNote},    {"nfp-ro", Kind::kRequest},   {"nfp-bg", Kind::kReply},
      {"ana", Kind::kRequest},     {"mallory", Kind::kStranger}, {"dimitar", Kind::kRequest},
      {"nfp-rs", Kind::kReply},    {"ana", Kind::kRequest},      {"dimitar", Kind::kProblem},
      {"nfp-ro", Kind::kRequest},  {"ana", Kind::kNote}};
  Mail mail;
  std::tie(mail.writer, mail.kind) = kSorts[number % kSorts.size()];
  mail.token = "K" + std::to_string(seed) + "x" + std::to_string(number) + "x";
  mail.id = "<" + mail.token + "@police.example>";
  return mail;
}

Mail Correspondence::write(const Site& site, Mail mail) const {
  mail.from = site.person_at(mail.writer).address();
  mail.bytes = site.mail(mail.writer, {.subject = mail.kind == Kind::kReply ? "Re: [" + case_ + "]"
                                                                            : "Lorry at Giurgiu",
                                       .body = body(mail),
                                       .message_id = mail.id});
  return mail;
}

Correspondence::End Correspondence::carry(const Site& site, const Mail& mail) {
  const auto sent = site.deliver(mail.bytes);
  End end{sent["outcome"], {}};
  for (const auto& letter : sent["letters"]) {
    end.recipients.push_back(letter["to"]);
  }
  std::sort(end.recipients.begin(), end.recipients.end());
  control_letters_ += end.recipients.size();
  return end;
}

const std::string& Correspondence::outcome(const Mail& mail) const {
  return ends_.at({mail.writer, mail.kind}).outcome;
}

const std::vector<std::string>& Correspondence::recipients(const Mail& mail) const {
  return ends_.at({mail.writer, mail.kind}).recipients;
}

std::size_t Correspondence::count(const std::string& outcome) const {
  return static_cast<std::size_t>(std::count_if(ends_.begin(), ends_.end(), [&](const auto& entry) {
    return entry.second.outcome == outcome;
  }));
}

std::size_t Correspondence::control_held() const { return count("held"); }
std::size_t Correspondence::control_refused() const { return count("refused"); }

}  // namespace pouch::test
