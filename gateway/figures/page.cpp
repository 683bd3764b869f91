#include "gateway/figures/page.hpp"

#include <algorithm>
#include <numeric>

#include "gateway/figures/page_plots.hpp"
#include "gateway/figures/page_style.hpp"

namespace pouch::gateway::figures {
namespace {

constexpr std::size_t kRowsBeside = 16;    // more of them go below the plot
constexpr std::size_t kColumnsOfHalf = 6;  // … in two halves, when they are so few

// --- tables and their frames

Element table_of(const Table& of, std::size_t from, std::size_t to, const Saying& say) {
  Element head("tr");
  for (const auto& column : of.columns) {
    head.add(column.is_key ? Element("th", {}, say(column.title))
                           : Element("th", {{"class", "num"}}, say(column.title)));
  }
  Element body("tbody");
  for (auto at = from; at < to; ++at) {
    Element line("tr");
    for (std::size_t place = 0; place < of.columns.size(); ++place) {
      const auto words = say(words_of(of.rows[at].at(place)));
      line.add(of.columns[place].is_key ? Element("td", {}, words)
                                        : Element("td", {{"class", "num"}}, words));
    }
    body.add(std::move(line));
  }
  return Element("table").add(Element("thead").add(std::move(head))).add(std::move(body));
}

Element drawn(const Plot& plot, const Saying& say) {
  Element frame("div", {{"class", "plot"}});
  if (!plot.series.empty()) {
    std::vector<std::string> series;
    for (const auto& one : plot.series) {
      series.push_back(say(one));
    }
    frame.add(key_of(series));
  }
  return frame.add(plot.drawing);
}

Element titled(const Table& of, const Saying& say) {
  // A narrow screen scrolls within it, by keys too.
  return Element("figure", {{"tabindex", "0"}})
      .add(Element("figcaption")
               .add(Element("h3", {}, say(of.title)))
               .add(Element("small", {}, say(of.note))));
}

Element with_plot(const Table& of, const Plot& plot, const Saying& say) {
  auto figure = titled(of, say);
  const auto rows = of.rows.size();
  if (rows == 0) {
    return figure.add(Element("p", {{"class", "none"}}, say("None.")));
  }
  if (plot.empty) {
    return figure.add(table_of(of, 0, rows, say));
  }
  if (rows <= kRowsBeside && of.columns.size() <= kColumnsOfHalf) {
    return figure.add(Element("div", {{"class", "beside"}})
                          .add(drawn(plot, say))
                          .add(table_of(of, 0, rows, say)));
  }
  figure.add(drawn(plot, say));
  if (of.columns.size() > kColumnsOfHalf) {
    return figure.add(table_of(of, 0, rows, say));
  }
  const auto half = (rows + 1) / 2;
  return figure.add(Element("div", {{"class", "beside"}})
                        .add(table_of(of, 0, half, say))
                        .add(table_of(of, half, rows, say)));
}

// A plot as wide as the page.
Element with_wide_plot(const Table& of, const Plot& plot, const Saying& say) {
  auto figure = titled(of, say);
  if (of.rows.empty()) {
    return figure.add(Element("p", {{"class", "none"}}, say("None.")));
  }
  figure.add(Element("div", {{"class", "wide"}}).add(drawn(plot, say)));
  const auto rows = of.rows.size();
  if (rows <= kRowsBeside || of.columns.size() > kColumnsOfHalf) {
    return figure.add(table_of(of, 0, rows, say));
  }
  const auto half = (rows + 1) / 2;
  return figure.add(Element("div", {{"class", "beside"}})
                        .add(table_of(of, 0, half, say))
                        .add(table_of(of, half, rows, say)));
}

// --- the page

class Page {
 public:
  Page(const Report& report, const CountryNames& names, const Saying& say)
      : report_(report), names_(names), say_(say) {}

  std::string markup() const {
    Element body("body");
    body.add(patterns()).add(banner()).add(content());
    Element html("html", {{"lang", "en"}});
    html.add(head()).add(std::move(body));
    return "<!doctype html>\n" + html.markup() + "\n";
  }

  std::vector<Element> parts() const {
    Parts all;
    all.add(tiles());
    add_months(all);
    add_article_18(all);
    add_times(all);
    all.add(Element("h2", {}, say_("How it is counted")));
    all.add(notes());
    return std::move(all.elements);
  }

 private:
  struct Parts {
    std::vector<Element> elements;
    void add(Element element) { elements.push_back(std::move(element)); }
  };

  Element head() const {
    return Element("head")
        .add(Element("meta", {{"charset", "utf-8"}}))
        .add(Element("meta", {{"http-equiv", "Content-Security-Policy"},
                              {"content", "default-src 'none'; style-src 'unsafe-inline'"}}))
        .add(Element("meta",
                     {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}))
        .add(Element("title", {},
                     "Requests and answers " + std::to_string(report_.year.year) + " · Pouch"))
        .add(Element("style").add(kPageStyle));
  }

  Element banner() const {
    return Element("header")
        .add(Element("p", {{"class", "banner"}})
                 .add(Element("b", {}, "UNCLASSIFIED"))
                 .add("Counts only; no case can be told from them."))
        .add(Element("div", {{"class", "bar"}})
                 .add(Element("b", {}, "Pouch"))
                 .add(Element("span", {}, "Statistics")));
  }

  Element content() const {
    Element main("main");
    main.add(Element("div", {{"class", "head"}})
                 .add(Element("h1", {}, "Requests and answers"))
                 .add(Element("span", {{"class", "soft"}}, scope_of(report_))));
    for (auto& part : parts()) {
      main.add(std::move(part));
    }
    main.add(Element("footer", {}, "Made on " + day() + " by Pouch."));
    return main;
  }

  const Table& table(std::string_view id) const {
    return *std::find_if(report_.tables.begin(), report_.tables.end(),
                         [&](const Table& one) { return one.id == id; });
  }

  std::uint64_t sum(const Table& of, std::size_t at) const {
    return std::accumulate(
        of.rows.begin(), of.rows.end(), std::uint64_t{0},
        [&](std::uint64_t so_far, const auto& row) { return so_far + number_in(row, at); });
  }

  Element tile(std::string_view what, const std::string& said) const {
    return Element("div").add(Element("dt", {}, say_(what))).add(Element("dd", {}, say_(said)));
  }
  Element tiles() const {
    const auto& received = table("received");
    const auto due = part_of(table("overdue"), By::kCountry);
    const Share late{{.of = sum(due, 1), .part = sum(due, 2)}};
    return Element("dl", {{"class", "tiles"}})
        .add(tile("requests made", std::to_string(sum(table("made"), 5))))
        .add(tile("answered", std::to_string(sum(received, 7))))
        .add(tile("refused", std::to_string(sum(received, 8))))
        .add(tile("overdue, of those due", words_of(Cell(late))));
  }

  // What stands in a drawing: its title, and the names of the months.
  Table drawn_of(Table of, std::string_view more = {}) const {
    of.title = say_(of.title) + (more.empty() ? "" : ", " + say_(more));
    for (auto& column : of.columns) {
      column.title = say_(column.title);
    }
    return of;
  }

  Table drawn_months(Table of) const {
    of.title = "Requests by month and asking country; the table has the numbers";
    return drawn_of(std::move(of));
  }

  void add_months(Parts& main) const {
    const auto months = months_side_by_side(table("months"), names_);
    main.add(Element("h2", {}, say_("The year")));
    main.add(with_wide_plot(months, plot_of_months(drawn_months(months)), say_));
    const auto& weeks = table("weeks");
    main.add(with_wide_plot(weeks, plot_of_weeks(drawn_of(weeks)), say_));
  }

  void add_article_18(Parts& main) const {
    const std::vector<std::string> series{"urgent", "not urgent"};
    const auto &made = table("made"), &received = table("received");
    const auto &refused = table("refused"), &deviations = table("deviations");
    main.add(Element("h2", {}, say_("Directive (EU) 2023/977, Article 18")));
    main.add(with_plot(made, plot_of_sums(drawn_of(made), 0, {2, 3}, series, names_), say_));
    main.add(
        with_plot(received, plot_of_sums(drawn_of(received), 0, {2, 3}, series, names_), say_));
    main.add(with_plot(refused, plot_of_sums(drawn_of(refused), 2, {3}, {}, names_), say_));
    main.add(with_plot(deviations, plot_of_sums(drawn_of(deviations), 0, {2}, {}, names_), say_));
  }

  void add_times(Parts& main) const {
    main.add(Element("h2", {}, say_("How fast")));
    for (const auto by : kBys) {
      const auto times = part_of(table("times"), by);
      main.add(with_plot(
          times, plot_of_times(drawn_of(times, "the median until the answer"), names_), say_));
    }
    for (const auto* id : {"overdue", "urgent"}) {
      main.add(
          Element("h2", {}, say_(id == std::string_view("overdue") ? "How late" : "How urgent")));
      for (const auto by : kBys) {
        const auto shares = part_of(table(id), by);
        main.add(with_plot(shares, plot_of_shares(drawn_of(shares, "the share"), names_), say_));
      }
    }
  }

  Element notes() const {
    Element list("ul", {{"class", "notes"}});
    for (const auto& sentence : definitions(report_)) {
      list.add(Element("li", {}, say_(sentence)));
    }
    return list;
  }

  std::string day() const {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(report_.made));
    const auto two = [](unsigned number) {
      return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(static_cast<int>(date.year())) + "-" +
           two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
  }

  const Report& report_;
  const CountryNames& names_;
  const Saying& say_;
};

}  // namespace

std::string page_of(const Report& report, const std::map<std::string, std::string>& names) {
  const Saying as_it_stands = [](std::string_view words) { return std::string(words); };
  return Page(report, names, as_it_stands).markup();
}

std::vector<Element> parts_of(const Report& report, const std::map<std::string, std::string>& names,
                              const Saying& say) {
  auto parts = Page(report, names, say).parts();
  parts.insert(parts.begin(), patterns());
  return parts;
}

}  // namespace pouch::gateway::figures
