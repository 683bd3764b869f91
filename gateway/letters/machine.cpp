#include "gateway/letters/machine.hpp"

#include <nlohmann/json.hpp>

#include "gateway/cases/case_receipt.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json problem_list(const std::vector<templates::Problem>& problems) {
  auto list = Json::array();
  for (const auto& problem : problems) {
    list.push_back({{"line", problem.line == 0 ? Json(nullptr) : Json(problem.line)},
                    {"label", or_null(problem.label)},
                    {"code", problem.code},
                    {"text", problem.text},
                    {"hint", or_null(problem.hint)}});
  }
  return list;
}

Json leg_list(const std::vector<Leg>& legs) {
  auto list = Json::array();
  for (const auto& leg : legs) {
    list.push_back({{"country", leg.country},
                    {"desk", or_null(leg.desk)},
                    {"state", name(leg.state)},
                    {"since", utc_time(leg.since)},
                    {"deadline", leg.deadline ? Json(utc_time(*leg.deadline)) : Json(nullptr)}});
  }
  return list;
}

Json receivers(const Audience& audience) {
  auto list = Json::array();
  for (const auto& receiver : audience.to) {
    list.push_back({{"id", receiver.id},
                    {"name", receiver.name},
                    {"country", or_null(receiver.country)},
                    {"role", name(receiver.role)}});
  }
  return list;
}

Json narrowings(const Audience& audience) {
  auto list = Json::array();
  for (const auto& one : audience.narrowed) {
    list.push_back({{"id", one.id}, {"name", one.name}, {"code", one.code}});
  }
  return list;
}

Json audience_object(const Audience& audience) {
  return {{"ground", name(audience.ground)},
          {"why", why(audience)},
          {"group", or_null(audience.group)},
          {"to", receivers(audience)},
          {"narrowed", narrowings(audience)}};
}

Json head(const LetterSource& source, int schema) {
  const auto& message = *source.message;
  return {{"schema", schema},
          {"case", source.subject->number.text()},
          {"message", message.number.message},
          {"received", utc_time(message.received)},
          {"signed", utc_time(message.signed_at)},
          {"signer", message.signer},
          {"raw_sha256", message.raw_sha256},
          {"body_sha256", message.body_sha256}};
}

}  // namespace

std::string audience_json(const Audience& audience) { return audience_object(audience).dump(); }

std::string message_json(const LetterSource& source, const LetterPlan& plan) {
  auto json = head(source, 1);
  json["kind"] = name(plan.kind);
  json["sender"] = {{"id", source.sender.id},
                    {"name", source.sender.name},
                    {"country", or_null(source.sender.country)},
                    {"agency", or_null(source.sender.agency)},
                    {"community", source.sender.community}};
  json["handling"] = source.subject->handling;
  json["classification"] = source.subject->classification;
  json["priority"] = source.subject->priority;
  json["deadline"] = plan.deadline ? Json(utc_time(*plan.deadline)) : Json(nullptr);
  json["content"] = source.form != nullptr
                        ? Json::parse(templates::to_json(*source.form))
                        : Json{{"form", nullptr}, {"text", source.contents->text}};
  json["attachments"] = Json::array();
  for (const auto& part : source.contents->parts) {
    json["attachments"].push_back({{"name", part.name},
                                   {"media_type", part.media_type},
                                   {"size", part.bytes.size()},
                                   {"sha256", sha256_hex(part.bytes)},
                                   {"evidence", part.evidence},
                                   {"brought_by", or_null(part.origin)}});
  }
  return json.dump(2) + "\n";
}

std::string receipt_json(const LetterSource& source, const Decision& decision) {
  auto json = head(source, 2);
  json["receipt"] = "accepted";
  json["form"] = decision.form;
  json["audience"] = audience_object(decision.audience);
  json["legs"] = leg_list(legs_shown_to(source.sender, *source.subject));
  json["warnings"] = problem_list(decision.warnings);
  json["left_out"] = decision.left_out;
  return json.dump(2) + "\n";
}

std::string case_receipt_json(const std::string& text, const std::string& hash, bool is_signed) {
  Json json{{"schema", 1}};
  auto values = Json::object();
  std::string kind, reason, of, country, number, of_case, time, previous;
  for (const auto& [label, value] : lines_of_receipt(text)) {
    auto* known = label == "Receipt"    ? &kind
                  : label == "Reason"   ? &reason
                  : label == "Of"       ? &of
                  : label == "Country"  ? &country
                  : label == "Number"   ? &number
                  : label == "Case"     ? &of_case
                  : label == "Time"     ? &time
                  : label == "Previous" ? &previous
                                        : nullptr;
    if (known != nullptr) {
      *known = value;
    } else {
      values[label] = value;
    }
  }
  const auto blank = kind.find(' ');
  const auto level = kind.substr(0, blank);
  json["case"] = of_case;
  json["number"] = std::stoll(number);
  json["receipt"] = level.substr(0, 2);
  json["positive"] = !level.ends_with('-');
  json["title"] = kind.substr(blank + 1);
  json["of"] = of;
  json["country"] = or_null(country);
  json["time"] = time;
  json["values"] = values;
  json["reason"] = or_null(reason);
  json["previous"] = previous;
  json["hash"] = hash;
  json["signed"] = is_signed;
  return json.dump(2);
}

std::string delivery_json(const std::vector<Undelivered>& what, Time now, bool for_operator) {
  Json json{{"schema", 1}, {"receipt", "delivery"}, {"at", utc_time(now)}};
  json["letters"] = Json::array();
  for (const auto& one : what) {
    const auto& letter = one.notice.letter;
    const auto number = MessageNumber::parse(letter.number);
    json["letters"].push_back(
        {{"state", one.notice.failed ? "not-delivered" : "delayed"},
         {"case", number ? Json(number->number.text()) : Json(nullptr)},
         {"message", number && number->message != 0 ? Json(number->message) : Json(nullptr)},
         {"kind", letter.kind},
         {"message_id", letter.message_id},
         {"to", or_null(one.party)},
         {"country", or_null(one.country)},
         {"address", for_operator ? Json(letter.recipient) : Json(nullptr)},
         {"status", or_null(letter.status)},
         {"attempts", letter.attempts},
         {"written", utc_time(letter.created)},
         {"last_word", letter.at ? Json(utc_time(*letter.at)) : Json(nullptr)}});
  }
  return json.dump(2) + "\n";
}

std::string rejection_json(const Rejection& rejection) {
  Json json{{"schema", 1}, {"receipt", "rejected"}, {"outcome", name(rejection.outcome)}};
  json["reason"] = rejection.reason;
  json["number"] = or_null(rejection.number);
  json["form"] = or_null(rejection.form);
  json["received"] = utc_time(rejection.received);
  json["signed"] = rejection.signed_at ? Json(utc_time(*rejection.signed_at)) : Json(nullptr);
  json["signer"] = or_null(rejection.signer);
  json["raw_sha256"] = rejection.raw_sha256;
  json["body_sha256"] = or_null(rejection.body_sha256);
  json["problems"] = problem_list(rejection.problems);
  json["choices"] = Json::array();
  for (const auto& choice : rejection.choices) {
    json["choices"].push_back({{"word", choice.word}, {"meaning", choice.meaning}});
  }
  const bool kept = rejection.kept_until != Time{};
  json["kept_until"] = kept ? Json(utc_time(rejection.kept_until)) : Json(nullptr);
  return json.dump(2) + "\n";
}

std::string summary_json(const Summary& summary) {
  auto letters = Json::array();
  for (const auto& letter : summary.letters) {
    for (const auto& recipient : letter.recipients) {
      letters.push_back(
          {{"kind", letter.kind}, {"to", recipient}, {"message_id", letter.message_id}});
    }
  }
  const Json json{{"schema", 1},
                  {"outcome", name(summary.outcome)},
                  {"reason", or_null(summary.reason)},
                  {"case", or_null(summary.number)},
                  {"message", or_null(summary.message)},
                  {"form", or_null(summary.form)},
                  {"sender", or_null(summary.sender)},
                  {"problems", problem_list(summary.problems)},
                  {"warnings", problem_list(summary.warnings)},
                  {"letters", letters}};
  return json.dump();
}

}  // namespace pouch::gateway
