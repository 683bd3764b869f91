#include "gateway/site/service_note.hpp"

#include <nlohmann/json.hpp>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr const char* kName = "service.json";

std::int64_t seconds(Time time) { return time.time_since_epoch().count(); }
Time time_of(const Json& value) { return Time(std::chrono::seconds(value.get<std::int64_t>())); }

Json json_of(const ProcessNote& note) {
  return {{"name", note.name},
          {"source", note.source},
          {"pid", note.pid},
          {"since", seconds(note.since)},
          {"restarts", note.restarts},
          {"ended", note.ended ? Json(seconds(*note.ended)) : Json(nullptr)},
          {"how", note.how}};
}

ProcessNote process_of(const Json& json) {
  ProcessNote note{json.at("name"), json.at("source"), json.at("pid").get<pid_t>()};
  note.since = time_of(json.at("since"));
  note.restarts = json.at("restarts");
  if (!json.at("ended").is_null()) {
    note.ended = time_of(json.at("ended"));
  }
  note.how = json.at("how");
  return note;
}

}  // namespace

bool write_note(const std::filesystem::path& state, const ServiceNote& note) {
  Json json{{"version", note.version},
            {"pid", note.pid},
            {"since", seconds(note.since)},
            {"processes", Json::array()},
            {"listening", note.listening},
            {"agent",
             {{"answers", note.agent.answers},
              {"since", seconds(note.agent.since)},
              {"milliseconds", note.agent.milliseconds},
              {"asked", seconds(note.agent.asked)},
              {"restarts", note.agent.restarts}}},
            {"reload", nullptr}};
  for (const auto& process : note.processes) {
    json["processes"].push_back(json_of(process));
  }
  if (note.reload) {
    json["reload"] = {
        {"at", seconds(note.reload->at)}, {"good", note.reload->good}, {"what", note.reload->what}};
  }
  return replace_file(state / kName, json.dump(1, ' ', false, Json::error_handler_t::replace));
}

std::optional<ServiceNote> read_note(const std::filesystem::path& state) {
  try {
    const auto text = read_whole(state / kName);
    if (!text) {
      return std::nullopt;
    }
    const auto json = Json::parse(*text);
    ServiceNote note;
    note.version = json.at("version");
    note.pid = json.at("pid").get<pid_t>();
    note.since = time_of(json.at("since"));
    for (const auto& process : json.at("processes")) {
      note.processes.push_back(process_of(process));
    }
    note.listening = json.at("listening").get<std::vector<std::string>>();
    const auto& agent = json.at("agent");
    note.agent = {agent.at("answers"), time_of(agent.at("since")), agent.at("milliseconds"),
                  time_of(agent.at("asked")), agent.at("restarts")};
    if (const auto& reload = json.at("reload"); !reload.is_null()) {
      note.reload = ReloadNote{time_of(reload.at("at")), reload.at("good"), reload.at("what")};
    }
    return note;
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const Fault&) {
    return std::nullopt;
  }
}

}  // namespace pouch::gateway
