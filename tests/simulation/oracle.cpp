// SPDX-License-Identifier: MIT
// See oracle.h.
#include "simulation/oracle.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace simulation {

namespace {

using Texts = std::vector<std::string>;

std::map<std::string, int> counted(const Texts& texts) {
  std::map<std::string, int> out;
  for (const std::string& text : texts) ++out[text];
  return out;
}

// Those of `texts` that `order` knows must come in its order.
bool is_in_order(const Texts& texts, const Texts& order) {
  size_t last = 0;
  for (const std::string& text : texts) {
    const auto found = std::find(order.begin(), order.end(), text);
    if (found == order.end()) continue;
    const size_t place = static_cast<size_t>(found - order.begin());
    if (place < last) return false;
    last = place;
  }
  return true;
}

std::string joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

}  // namespace

Texts violations(const Books& books) {
  Texts out = books.offences;
  if (!books.is_online) out.push_back("the page is not online");
  Texts archived, archived_of_others, shown, shown_of_others, shown_own;
  for (const Books::Entry& entry : books.archive) {
    archived.push_back(entry.text);
    if (!entry.is_own) archived_of_others.push_back(entry.text);
  }
  std::map<std::string, const Books::Row*> row_of;
  for (const Books::Row& row : books.rows) {
    row_of[row.text] = &row;
    shown.push_back(row.text);
    if (row.is_own) {
      shown_own.push_back(row.text);
    } else if (books.redelivered.count(row.text) == 0) {
      shown_of_others.push_back(row.text);
    }
  }
  // Whom the same words reach twice under one id drops the second; only where nothing else could be known may that be.
  Texts heard_texts;
  std::set<std::pair<std::string, std::string>> known;
  for (const Books::Heard& each : books.heard) {
    if (known.emplace(each.text, each.id).second || !books.was_overtaken)
      heard_texts.push_back(each.text);
  }
  const std::map<std::string, int> heard = counted(heard_texts), rows = counted(shown);
  const auto count_in = [](const std::map<std::string, int>& counts, const std::string& text) {
    const auto found = counts.find(text);
    return found == counts.end() ? 0 : found->second;
  };
  for (const std::string& text : books.accepted) {
    const bool is_failed = row_of.count(text) > 0 && row_of[text]->is_failed;
    if (count_in(heard, text) == 0 && !is_failed) out.push_back("G1: '" + text + "' never arrived");
    if (count_in(heard, text) > 0 && is_failed)
      out.push_back("G1: '" + text + "' arrived, and is said to have failed");
    const bool is_archived = std::find(archived.begin(), archived.end(), text) != archived.end();
    if (count_in(rows, text) == 0 && !is_archived) {
      out.push_back("G1: '" + text + "' is not shown any more");
    }
  }
  for (const auto& [text, count] : heard) {
    if (count > 1) out.push_back("G2: '" + text + "' arrived " + std::to_string(count) + " times");
  }
  for (const auto& [text, count] : rows) {
    if (count > 1) out.push_back("G2: '" + text + "' is shown " + std::to_string(count) + " times");
    if (std::find(archived.begin(), archived.end(), text) == archived.end() &&
        std::find(books.typed.begin(), books.typed.end(), text) == books.typed.end()) {
      out.push_back("G7: nobody said '" + text + "'");
    }
  }
  if (!is_in_order(heard_texts, books.typed))
    out.push_back("G3: heard in the order " + joined(heard_texts));
  if (!is_in_order(shown_of_others, archived_of_others)) {
    out.push_back("G3: shown in the order " + joined(shown_of_others));
  }
  if (!is_in_order(shown_own, books.typed))
    out.push_back("G3: own ones shown in the order " + joined(shown_own));
  // What is missing lies above a gap that is shown, and there is no gap where nothing is missing.
  std::string missing;
  for (const std::string& text : archived) {
    const auto row = row_of.find(text);
    if (row == row_of.end()) {
      missing += (missing.empty() ? "'" : ", '") + text + "'";
    } else if (row->second->follows_gap) {
      if (missing.empty() && books.fits_a_page)
        out.push_back("G5: a gap above '" + text + "' that is none");
      missing.clear();
    }
  }
  if (!missing.empty()) out.push_back("G4: " + missing + " not shown, and no gap below");
  for (const Books::Row& row : books.rows) {
    if (row.is_waiting) out.push_back("G1: '" + row.text + "' is still said to be on its way");
  }
  return out;
}

}  // namespace simulation
