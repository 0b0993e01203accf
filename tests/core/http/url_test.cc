// SPDX-License-Identifier: Apache-2.0
#include "core/http/url.h"

#include <string>

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace sfconnector {
namespace {

TEST(ParseUrl, TakesUrlsApart) {
  absl::StatusOr<Url> url = ParseUrl("HTTPS://Example.MY.salesforce.com:8443/a/b%2Fc?q=1?2");
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "example.my.salesforce.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/a/b%2Fc");
  EXPECT_EQ(url->query, "?q=1?2");
  EXPECT_EQ(url->Origin(), "https://example.my.salesforce.com:8443");
  EXPECT_EQ(url->Target(), "/a/b%2Fc?q=1?2");
}

TEST(ParseUrl, FillsInPortAndPath) {
  absl::StatusOr<Url> url = ParseUrl("https://example.com?q");
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->Target(), "/?q");
  EXPECT_EQ(url->Authority(), "example.com");
  url = ParseUrl("http://[::1]:80");
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_EQ(url->Authority(), "[::1]");
  url = ParseUrl("http://[::1]");
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_EQ(url->port, 80);
}

TEST(ParseUrl, RefusesEverythingElse) {
  for (const char* text : {"",
                           "/path",
                           "example.com",
                           "//example.com",
                           "ftp://example.com",
                           "javascript://x",
                           "https:",
                           "https://",
                           "https:///path",
                           "https://?q",
                           "https://:443",
                           "https://a:b@c",
                           "https://a@b",
                           "https://a b",
                           "https://a/b c",
                           "https://a\\b",
                           "https://good.com\\@evil.com/",
                           "https://a/b\\c",
                           "https://a%2eb",
                           "https://a:",
                           "https://a:0",
                           "https://a:65536",
                           "https://a:+1",
                           "https://a:1x",
                           "https://[::1",
                           "https://::1",
                           "https://[x]",
                           "https://a/#fragment",
                           "https://a/\x7f",
                           "https://a/\xc3\xa4",
                           "https://\xc3\xa4",
                           "https://a/\r\n"}) {
    EXPECT_EQ(ParseUrl(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseUrl, ErrorsDoNotQuoteTheUrl) {
  const absl::Status status = ParseUrl("https://host/ ?q=secret").status();
  EXPECT_EQ(std::string(status.message()).find("secret"), std::string::npos);
}

TEST(OriginOf, NormalisesCaseAndPort) {
  EXPECT_EQ(OriginOf("HTTPS://A.com:443/path?q").value(), "https://a.com");
  EXPECT_EQ(OriginOf("http://a.com:443").value(), "http://a.com:443");
  EXPECT_FALSE(OriginOf("a.com").ok());
}

TEST(ResolveUrl, FollowsTheRfc) {
  const char base[] = "http://a/b/c/d;p?q";
  const std::pair<const char*, const char*> cases[] = {
      // RFC 3986, section 5.4.
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"},
      {"g#s", "http://a/b/c/g"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"./g/.", "http://a/b/c/g/"},
      {"g/../h", "http://a/b/c/h"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"https://other:8443/x", "https://other:8443/x"},
  };
  for (const auto& [location, expected] : cases) {
    absl::StatusOr<std::string> url = ResolveUrl(base, location);
    ASSERT_TRUE(url.ok()) << location << url.status();
    EXPECT_EQ(*url, expected) << location;
  }
}

TEST(ResolveUrl, RefusesWhatIsNoWebAddress) {
  for (const char* location : {"javascript:alert(1)", "ftp://a/", "file:///etc/passwd",
                               "https://u@h/", "//u:p@h/", "g h", "http:g"}) {
    EXPECT_FALSE(ResolveUrl("https://a/b", location).ok()) << location;
  }
}

TEST(HostMatches, ExactNamesInAnyCase) {
  EXPECT_TRUE(HostMatches("a.example.com", "A.Example.COM"));
  EXPECT_FALSE(HostMatches("b.a.example.com", "a.example.com"));
  EXPECT_FALSE(HostMatches("a.example.com", ""));
  EXPECT_FALSE(HostMatches("", ""));
}

TEST(HostMatches, StarStandsForAnyNameBelow) {
  EXPECT_TRUE(HostMatches("a.example.com", "*.example.com"));
  EXPECT_TRUE(HostMatches("A.b.EXAMPLE.com", "*.example.com"));
  EXPECT_FALSE(HostMatches("example.com", "*.example.com"));
  EXPECT_FALSE(HostMatches(".example.com", "*.example.com"));
  EXPECT_FALSE(HostMatches("evil-example.com", "*.example.com"));
  EXPECT_FALSE(HostMatches("example.com.evil.com", "*.example.com"));
  EXPECT_FALSE(HostMatches("a.com", "*."));
  EXPECT_FALSE(HostMatches("a.com", "*"));
}

TEST(PercentEncodeSegment, LeavesNothingThatHasAMeaningInAPath) {
  EXPECT_EQ(PercentEncodeSegment("abc-._~XYZ019"), "abc-._~XYZ019");
  EXPECT_EQ(PercentEncodeSegment("a/b?c%d#e f"), "a%2Fb%3Fc%25d%23e%20f");
  EXPECT_EQ(PercentEncodeSegment("\xc3\xa4\\;=&+@:"), "%C3%A4%5C%3B%3D%26%2B%40%3A");
  EXPECT_EQ(PercentEncodeSegment(absl::string_view("\0\n", 2)), "%00%0A");
  EXPECT_EQ(PercentEncodeSegment("."), "%2E");
  EXPECT_EQ(PercentEncodeSegment(".."), "%2E%2E");
  EXPECT_EQ(PercentEncodeSegment("..."), "...");
  EXPECT_EQ(PercentEncodeSegment(".a"), ".a");
}

TEST(PercentEncodeQuery, LeavesNothingThatHasAMeaningInAQuery) {
  EXPECT_EQ(PercentEncodeQuery("a b+c&d=e#f%"), "a%20b%2Bc%26d%3De%23f%25");
}

}  // namespace
}  // namespace sfconnector
