#include "tests/system/outcomes.hpp"

#include <algorithm>

namespace pouch::test {
namespace {

std::size_t at_address(const Site& site, const std::string& id) {
  return site.letters(site.person_at(id).address()).size();
}

void is_kept(const Site& site, const std::string& mail, const std::string& reason) {
  const auto list = site.held();
  const auto found = std::find_if(list.rbegin(), list.rend(),
                                  [&](const auto& row) { return row["reason"] == reason; });
  REQUIRE(found != list.rend());
  const auto id = std::to_string((*found)["id"].template get<long>());
  const auto raw = site.pouch({"held", "show", id, "--raw"});
  CHECK(raw.status == 0);
  CHECK(raw.out == mail);
}

}  // namespace

nlohmann::json is_held(const Site& site, const std::string& mail, const std::string& reason,
                       const std::string& to) {
  const auto before = site.all_letters();
  auto json = site.deliver(mail, to);
  INFO("expected: held, " << reason << "\n" << json.dump(2));
  CHECK(json["outcome"] == "held");
  CHECK(json["reason"] == reason);
  CHECK(json["exit"] == 1);
  CHECK(json["case"].is_null());
  CHECK(json["letters"].empty());
  CHECK(site.all_letters() == before);
  is_kept(site, mail, json["reason"]);
  return json;
}

nlohmann::json is_refused(const Site& site, const std::string& writer, const std::string& mail,
                          const std::string& reason, const std::string& text,
                          const std::string& to) {
  const auto all = site.all_letters(), own = at_address(site, writer);
  auto json = site.deliver(mail, to);
  INFO("expected: refused, " << reason << "\n" << json.dump(2));
  CHECK(json["outcome"] == "refused");
  CHECK(json["reason"] == reason);
  CHECK(json["exit"] == 1);
  CHECK(json["case"].is_null());
  CHECK(json["sender"] == writer);
  REQUIRE(json["letters"].size() == 1);
  CHECK(json["letters"][0]["kind"] == "refusal");
  REQUIRE(site.all_letters() == all + 1);
  REQUIRE(at_address(site, writer) == own + 1);
  const auto letter = site.newest(writer);
  INFO(letter.text);
  CHECK_FALSE(letter.signer.empty());
  CHECK(letter.outer_subject == "[Pouch]");
  CHECK(letter.message_id == json["letters"][0]["message_id"]);
  CHECK(letter.wire.find("Auto-Submitted: auto-replied\r\n") != std::string::npos);
  CHECK(letter.text.starts_with("NOT ACCEPTED"));
  CHECK(letter.text.find(text) != std::string::npos);
  is_kept(site, mail, reason);
  return json;
}

nlohmann::json is_refused_in_silence(const Site& site, const std::string& mail,
                                     const std::string& reason) {
  const auto before = site.all_letters();
  auto json = site.deliver(mail);
  INFO("expected: refused in silence, " << reason << "\n" << json.dump(2));
  CHECK(json["outcome"] == "refused");
  CHECK(json["reason"] == reason);
  CHECK(json["exit"] == 1);
  CHECK(json["letters"].empty());
  CHECK(site.all_letters() == before);
  is_kept(site, mail, reason);
  return json;
}

nlohmann::json is_accepted(const Site& site, const std::string& mail, const std::string& to) {
  auto json = site.deliver(mail, to);
  INFO(json.dump(2));
  REQUIRE(json["outcome"] == "accepted");
  CHECK(json["exit"] == 0);
  CHECK(json["reason"].is_null());
  return json;
}

void keeps_secret(const Site& site, const std::string& word) {
  const auto inside = run({"grep", "-rilaF", word, site.folder().string()});
  INFO(inside.out);
  CHECK(inside.status == 1);
  const auto named = run({"find", site.folder().string(), "-iname", "*" + word + "*"});
  INFO(named.out);
  CHECK(named.out.empty());
}

}  // namespace pouch::test
