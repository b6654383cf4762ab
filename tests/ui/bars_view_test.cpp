// SPDX-License-Identifier: MIT
// The bars across the top.
#include "ui/bars_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

// Until the bar of those who are away is shown.
void wait(UiDriver& driver) {
  driver.settle();
  if (driver.result.next_frame) driver.now.steady = *driver.result.next_frame;
  driver.settle();
}

}  // namespace

TEST_CASE("nothing moves for a connection that is back within a second", "[ui][bars]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.item("list") != nullptr);
  const float top = driver.item("list")->rect.y;
  driver.event(session::StatusChanged{
      stream::Suspended{{.failure = xmpp::Failure::ConnectionLost},
                        driver.now.steady + std::chrono::milliseconds(100)}});
  driver.settle();
  CHECK(driver.item("list")->rect.y == top);
  REQUIRE(driver.result.next_frame.has_value());
  CHECK(*driver.result.next_frame - driver.now.steady == std::chrono::seconds(1));
  SECTION("it is back") {
    driver.event(session::StatusChanged{stream::Fresh{jid("alice@example.com/web")}});
    driver.settle();
    CHECK_FALSE(driver.result.next_frame.has_value());
    CHECK_FALSE(driver.has("reconnecting"));
  }
  SECTION("it is not, however often it is tried") {
    driver.now.steady += std::chrono::milliseconds(999);
    driver.event(session::StatusChanged{stream::Connecting{}});
    driver.settle();
    CHECK_FALSE(driver.has("reconnecting"));
    driver.now.steady += std::chrono::milliseconds(1);
    driver.frame();
    CHECK(driver.has("reconnecting"));
    CHECK(driver.item("list")->rect.y > top);
  }
}

TEST_CASE("a report that was saved is said without an alarm, and can be dismissed", "[ui][bars]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::ReportProblem{});
  driver.settle();
  CHECK(driver.words().find("A report was saved as a file.") != std::string::npos);
  REQUIRE(driver.item("notice") != nullptr);
  CHECK(driver.item("notice")->role == ui::Role::Status);
  REQUIRE(driver.press("dismiss"));
  driver.settle();
  CHECK(driver.item("notice") == nullptr);
}

TEST_CASE("the bar counts down, asks for a frame per second and no more", "[ui][bars]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::StatusChanged{
      stream::Suspended{{.failure = xmpp::Failure::ConnectionLost},
                        driver.now.steady + std::chrono::milliseconds(5500)}});
  driver.settle();
  wait(driver);
  CHECK(driver.words().find("The connection was lost. Trying again in 5 s.") != std::string::npos);
  REQUIRE(driver.result.next_frame.has_value());
  CHECK(*driver.result.next_frame - driver.now.steady == std::chrono::milliseconds(500));
  driver.now.steady = *driver.result.next_frame;
  driver.frame();
  CHECK(driver.words().find("Trying again in 4 s.") != std::string::npos);
  REQUIRE(driver.press("retry-now"));
  REQUIRE(driver.commands.size() == 1);
  CHECK(base::holds<session::RetryNow>(driver.commands[0]));
  driver.event(session::StatusChanged{stream::Connecting{}});
  driver.settle();
  CHECK(driver.words().find("The connection was lost. Trying again now.") != std::string::npos);
  CHECK_FALSE(driver.result.next_frame.has_value());
  driver.event(session::StatusChanged{stream::Fresh{jid("alice@example.com/web")}});
  driver.settle();
  CHECK_FALSE(driver.has("reconnecting"));
}

TEST_CASE("the bar says what was wrong while the next attempt is under way", "[ui][bars]") {
  UiDriver driver;
  driver.log_in();
  const auto after = [&](xmpp::Problem problem) {
    driver.event(session::StatusChanged{stream::Suspended{problem, driver.now.steady}});
    driver.event(session::StatusChanged{stream::Connecting{}});
    wait(driver);
    return driver.words();
  };
  using xmpp::Failure;
  CHECK(after({.failure = Failure::Unreachable})
            .find("The server cannot be reached. Trying again now.") != std::string::npos);
  CHECK(after({.failure = Failure::StreamError, .condition = xmpp::StreamCondition::SystemShutdown})
            .find("The server is being restarted. Trying again now.") != std::string::npos);
  CHECK(after({.failure = Failure::Timeout, .text = "{what}"})
            .find("The server took too long to answer. Trying again now.") != std::string::npos);
  CHECK(after({}).find("Connecting again…") != std::string::npos);
}

TEST_CASE("without a network nothing counts down", "[ui][bars]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::StatusChanged{stream::Suspended{
      {.failure = xmpp::Failure::NoNetwork}, driver.now.steady + std::chrono::milliseconds(4500)}});
  driver.settle();
  wait(driver);
  CHECK(driver.words().find("There is no network.") != std::string::npos);
  CHECK(driver.words().find("Trying again in") == std::string::npos);
  CHECK_FALSE(driver.result.next_frame.has_value());
}

TEST_CASE("a notice stays until it is dismissed", "[ui][bars]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{"a@b@c", false});
  driver.settle();
  REQUIRE(driver.has("notice"));
  CHECK(driver.item("notice")->role == ui::Role::Alert);
  CHECK(driver.words().find("“a@b@c” is no address.") != std::string::npos);
  const float y = driver.item("account")->rect.y;
  REQUIRE(driver.press("dismiss"));
  CHECK_FALSE(driver.has("notice"));
  CHECK(driver.item("account")->rect.y < y);
}
