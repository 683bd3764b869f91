// pouch template: forms listed, printed, checked, tried (verb.hpp).
#include "templates/template.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/temporary.hpp"
#include "templates/exchange/schema.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;
using templates::LoadFault;
using templates::Template;
using templates::TemplateSet;

struct TemplateOptions {
  std::string name, file, language;
  bool all = false;  // blank
};

// The shipped ones, and the site's own when there is a site here.
std::vector<fs::path> folders(const Call& call) {
  std::vector<fs::path> result{shipped_templates()};
  const auto own = call.config.parent_path() / "templates";
  std::error_code ignored;
  if (fs::exists(call.config, ignored) && fs::is_directory(own, ignored)) {
    result.push_back(own);
  }
  return result;
}

void print_faults(const Call& call, const std::vector<LoadFault>& faults) {
  auto json = versioned();
  json["faults"] = Json::array();
  for (const auto& fault : faults) {
    if (call.json) {
      json["faults"].push_back({{"file", fault.file},
                                {"line", fault.line == 0 ? Json(nullptr) : Json(fault.line)},
                                {"key", or_null(fault.key)},
                                {"text", fault.what},
                                {"hint", or_null(fault.hint)}});
    } else {
      print(fault.file + ":" + std::to_string(fault.line) + ": " +
            (fault.key.empty() ? "" : fault.key + ": ") + fault.what +
            (fault.hint.empty() ? "" : "; " + fault.hint) + "\n");
    }
  }
  if (call.json) {
    print(json);
  }
}

TemplateSet load(const Call& call) {
  std::vector<LoadFault> faults;
  auto set =
      TemplateSet::load(folders(call), faults, {.first_is_checked = are_checked_when_built()});
  if (!faults.empty()) {
    throw Refusal(kBadConfiguration, "the templates have faults: see pouch template check");
  }
  return set;
}

const Template& find(const TemplateSet& set, const std::string& name) {
  const auto* found = set.find(name);
  if (found == nullptr) {
    throw Refusal(kNo, "there is no template \"" + name + "\"; see pouch template list");
  }
  return *found;
}

int list(const Call& call) {
  const auto set = load(call);
  auto json = versioned();
  json["templates"] = Json::array();
  for (const auto* entry : set.all()) {
    if (call.json) {
      json["templates"].push_back({{"name", entry->name},
                                   {"title", entry->title},
                                   {"version", entry->version},
                                   {"communities", entry->communities},
                                   {"goes_to", entry->goes_to}});
    } else {
      print(entry->name + "  " + entry->title + "\n");
    }
  }
  if (call.json) {
    print(json);
  }
  return kDone;
}

std::string need_of(const templates::FieldSpec& field) {
  return field.required ? "required" : field.required_if.empty() ? "" : "required if …";
}

void print_fields(const std::vector<templates::FieldSpec>& fields) {
  for (const auto& field : fields) {
    print("  " + field.label + "  (" + field.id + ")  " + need_of(field) + "\n      " + field.help +
          (field.example.empty() ? "" : "  e.g. " + field.example) + "\n");
    for (const auto& choice : field.choices) {
      print("      " + choice.code + "  " + choice.label + "\n");
    }
  }
}

int show(const Call& call, const TemplateOptions& options) {
  const auto set = load(call);
  const auto& which = find(set, options.name);
  print(which.name + ", version " + which.version + ": " + which.title + "\n\n");
  print_fields(which.fields);
  for (const auto& use : which.blocks) {
    if (const auto* block = set.block(use.block)) {
      print("\n[" + block->label + "]  " + std::to_string(use.minimum) + " to " +
            std::to_string(use.maximum) + "\n");
      print_fields(block->fields);
    }
  }
  return kDone;
}

int check(const Call& call, const TemplateOptions& options) {
  auto where = folders(call);
  fs::path own;
  if (!options.file.empty()) {
    own = options.file;
    if (fs::is_directory(own)) {
      where.push_back(own);
    }
  }
  std::vector<LoadFault> faults;
  TemplateSet::load(where, faults);
  if (!own.empty() && !fs::is_directory(own)) {
    // One file: read beside the shipped ones, from a folder that holds it alone.
    const mail::openpgp::TemporaryFolder alone("pouch-check");
    fs::copy_file(own, alone.path() / own.filename());
    where.push_back(alone.path());
    faults.clear();
    TemplateSet::load(where, faults);
    for (auto& fault : faults) {
      fault.file = fs::path(fault.file).filename() == own.filename() ? own.string() : fault.file;
    }
  }
  print_faults(call, faults);
  if (faults.empty() && !call.json) {
    print("no faults\n");
  }
  return faults.empty() ? kDone : kNo;
}

int blank(const Call& call, const TemplateOptions& options) {
  const auto set = load(call);
  const templates::Language* language = nullptr;
  if (!options.language.empty() && options.language.rfind("en", 0) != 0) {
    language = set.language(options.language);
    if (language == nullptr) {
      std::string known = "en";
      for (const auto* one : set.languages()) {
        known += ", " + one->tag;
      }
      throw Refusal(kNo, "there is no language \"" + options.language + "\"; one of: " + known);
    }
  }
  print(templates::blank(find(set, options.name), set, {}, language, options.all));
  return kDone;
}

int schema(const Call& call, const TemplateOptions& options) {
  const auto set = load(call);
  print(templates::json_schema(find(set, options.name), set));
  return kDone;
}

}  // namespace

void add_template(Verb& pouch) {
  auto& verb = pouch.add("template", "Forms: list, show, check, blank, schema");
  verb.footer(
      "Example: pouch template blank request\n         pouch template check templates/mine.toml");
  auto& options = verb.keep<TemplateOptions>();
  auto& lister = verb.add("list", "All templates");
  lister.json("template-list.json");
  lister.footer("Example: pouch template list");
  lister.action([](const Call& call) { return list(call); });
  auto& shower = verb.add("show", "Fields, blocks, codes and help of one");
  shower.option("name", options.name, "as in pouch template list").required();
  shower.footer("Example: pouch template show request");
  shower.action([&options](const Call& call) { return show(call, options); });
  auto& checker =
      verb.add("check", "Explain every fault, with file and line; exit 1 when there is one");
  checker.option("file", options.file, "a template file or a folder of them, besides the others")
      .files();
  checker.json("template-check.json");
  checker.footer("Example: pouch template check templates/mine.toml");
  checker.action([&options](const Call& call) { return check(call, options); });
  auto& blanker = verb.add("blank", "The form that officers fill in");
  blanker.option("name", options.name, "as in pouch template list").required();
  blanker.option("--lang", options.language,
                 "language of the form, as in bg or sr-Latn; English without it");
  blanker.flag("--all", options.all, "every field, not only those that are needed");
  blanker.footer("Example: pouch template blank request --lang bg > request.txt");
  blanker.action([&options](const Call& call) { return blank(call, options); });
  auto& schemer = verb.add("schema", "The JSON Schema of what other systems may send as this form");
  schemer.option("name", options.name, "as in pouch template list").required();
  schemer.footer("Example: pouch template schema request > request.schema.json");
  schemer.action([&options](const Call& call) { return schema(call, options); });
}

}  // namespace pouch::gateway
