#include "geo/geodesy/crs.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <thread>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/china.hpp"

namespace geo::geodesy {
namespace {

ErrorCode code_of(const std::string& definition, std::string* message = nullptr) {
  try {
    const Crs crs(definition);
  } catch (const Error& error) {
    if (message != nullptr) *message = error.what();
    return error.code();
  }
  ADD_FAILURE() << definition << " was accepted";
  return ErrorCode::kInternal;
}

/// The central meridian's length and Krüger's series to n^4, as textbooks print them.
Point obvious_utm(Point lon_lat, int zone) {
  constexpr double kDegree = std::numbers::pi / 180;
  const double a = 6378137;
  const double f = 1 / 298.257223563;
  const double n = f / (2 - f);
  const double n2 = n * n;
  const double n3 = n2 * n;
  const double n4 = n2 * n2;
  const double radius = a / (1 + n) * (1 + n2 / 4 + n4 / 64);
  const double alpha[4] = {n / 2 - 2 * n2 / 3 + 5 * n3 / 16 + 41 * n4 / 180,
                           13 * n2 / 48 - 3 * n3 / 5 + 557 * n4 / 1440,
                           61 * n3 / 240 - 103 * n4 / 140, 49561 * n4 / 161280};
  const double phi = lon_lat.y * kDegree;
  const double lambda = (lon_lat.x - (zone * 6 - 183)) * kDegree;
  const double e = std::sqrt(f * (2 - f));
  const double t = std::sinh(std::atanh(std::sin(phi)) - e * std::atanh(e * std::sin(phi)));
  const double xi = std::atan2(t, std::cos(lambda));
  const double eta = std::atanh(std::sin(lambda) / std::sqrt(1 + t * t));
  Point p{eta, xi};
  for (int j = 1; j <= 4; ++j) {
    p.x += alpha[j - 1] * std::cos(2 * j * xi) * std::sinh(2 * j * eta);
    p.y += alpha[j - 1] * std::sin(2 * j * xi) * std::cosh(2 * j * eta);
  }
  return {500000 + 0.9996 * radius * p.x, 0.9996 * radius * p.y};
}

TEST(Crs, TakesTheSpellingsOfTheContract) {
  for (const char* text : {"WGS84", "wgs84", "WGS-84", "EPSG:4326", "epsg:4326", "  WGS84\n"}) {
    const Crs crs(text);
    EXPECT_EQ(crs.name(), "WGS 84") << text;
    EXPECT_TRUE(crs.geographic());
    EXPECT_FALSE(crs.metric());
  }
  for (const char* text : {"GCJ-02", "GCJ02", "gcj-02", "Gcj02"}) {
    const Crs crs(text);
    EXPECT_EQ(crs.name(), "GCJ-02") << text;
    EXPECT_TRUE(crs.geographic());
    EXPECT_EQ(crs.wkt(), Crs("WGS84").wkt());
  }
  for (const char* text : {"BD-09", "BD09", "bd-09"}) EXPECT_EQ(Crs(text).name(), "BD-09") << text;
  EXPECT_EQ(Crs(" GCJ02 ").definition(), "GCJ02");
  EXPECT_EQ(Crs("CGCS2000").name(), Crs("EPSG:4490").name());
  EXPECT_EQ(Crs("WGS 84 / UTM zone 51N").name(), "WGS 84 / UTM zone 51N");
  EXPECT_EQ(Crs("wgs 84 / utm zone 51n").name(), "WGS 84 / UTM zone 51N");
}

TEST(Crs, KnowsWhatItsAxesAre) {
  EXPECT_TRUE(Crs("EPSG:32651").metric());
  EXPECT_FALSE(Crs("EPSG:32651").geographic());
  EXPECT_TRUE(Crs("EPSG:4549").metric());   // northing comes first in the registry
  EXPECT_TRUE(Crs("EPSG:32661").metric());  // both axes point south
  EXPECT_FALSE(Crs("EPSG:2263").metric()) << "US survey feet";
  EXPECT_FALSE(Crs("EPSG:4807").geographic()) << "grads";
  EXPECT_TRUE(Crs("EPSG:9518").geographic()) << "with a height";
  EXPECT_TRUE(Crs("+proj=utm +zone=51 +datum=WGS84").metric());
  EXPECT_FALSE(Crs("+proj=tmerc +lon_0=121.5 +units=us-ft").metric());
  EXPECT_EQ(Crs("+proj=utm +zone=51 +datum=WGS84").name(), "+proj=utm +zone=51 +datum=WGS84");
}

TEST(Crs, ReadsItsOwnWkt) {
  for (const char* text : {"EPSG:32651", "EPSG:4549", "EPSG:27700", "WGS84",
                           "+proj=laea +lat_0=31 +lon_0=121 +datum=WGS84"}) {
    const Crs crs(text);
    EXPECT_EQ(crs.wkt().find('\n'), std::string::npos);
    const Crs again(crs.wkt());
    EXPECT_EQ(again.wkt(), crs.wkt());
    EXPECT_EQ(again.metric(), crs.metric());
    const Point p = transform({121.4, 31.2}, Crs("WGS84"), crs);
    EXPECT_EQ(transform({121.4, 31.2}, Crs("WGS84"), again), p);
  }
}

TEST(Crs, RefusesWhatIsNoSystem) {
  std::string message;
  EXPECT_EQ(code_of("EPSG:99999", &message), ErrorCode::kOption);
  EXPECT_NE(message.find("'EPSG:99999'"), std::string::npos) << message;
  EXPECT_EQ(code_of("32651", &message), ErrorCode::kOption);
  EXPECT_NE(message.find("EPSG:32651"), std::string::npos) << message;
  // PROJ itself takes this for a part of "Amersfoort".
  EXPECT_EQ(code_of("foo", &message), ErrorCode::kOption);
  EXPECT_NE(message.find("Amersfoort"), std::string::npos) << message;
  for (const char* text : {"", "   ", "EPSG:", "GCJ", "BD-9", "EPSG:4978", "EPSG:5701", "EPSG:9101",
                           "+proj=nothing", "+proj=pipeline +step +proj=utm +zone=51",
                           "PROJCS[\"broken\"", "+proj=utm +zone=61", "{}", "=", "[",
                           "EPSG:32651 "
                           "EPSG:32652"}) {
    EXPECT_EQ(code_of(text), ErrorCode::kOption) << text;
  }
  EXPECT_EQ(code_of("GEOGCS[\"a\nb" + std::string(500, 'x'), &message), ErrorCode::kOption);
  EXPECT_EQ(message.find('\n'), std::string::npos);
  EXPECT_LT(message.size(), 250U);
}

TEST(Crs, TransformsAsTheSeriesSays) {
  const Crs wgs84("WGS84");
  base::Random random(4, 0);
  for (int i = 0; i < 2000; ++i) {
    const int zone = 1 + static_cast<int>(random.below(60));
    const Point p{zone * 6 - 183 + 7 * (random.uniform() - 0.5), 84 * random.uniform()};
    const Crs utm("EPSG:" + std::to_string(32600 + zone));
    const Point projected = transform(p, wgs84, utm);
    const Point expected = obvious_utm(p, zone);
    ASSERT_NEAR(projected.x, expected.x, 1e-4) << p.x << ' ' << p.y;
    ASSERT_NEAR(projected.y, expected.y, 1e-4);
    const Point back = transform(projected, utm, wgs84);
    ASSERT_NEAR(std::remainder(back.x - p.x, 360), 0, 1e-9);
    ASSERT_NEAR(back.y, p.y, 1e-9);
  }
}

TEST(Crs, UndoesAndMakesTheOffsets) {
  const Crs wgs84("WGS84");
  const Crs utm("EPSG:32651");
  const Point p{121.4737, 31.2304};
  const Point gcj02 = wgs84_to_gcj02(p);
  const Point bd09 = gcj02_to_bd09(gcj02);
  EXPECT_EQ(transform(p, wgs84, Crs("GCJ02")), gcj02);
  EXPECT_EQ(transform(p, wgs84, Crs("BD-09")), bd09);
  EXPECT_EQ(transform(gcj02, Crs("GCJ02"), Crs("GCJ-02")), gcj02);
  const Point metres = transform(p, wgs84, utm);
  for (const auto& [position, name] : {std::pair{gcj02, "GCJ-02"}, std::pair{bd09, "BD-09"}}) {
    const Point same = transform(position, Crs(name), utm);
    EXPECT_NEAR(same.x, metres.x, 1e-6) << name;
    EXPECT_NEAR(same.y, metres.y, 1e-6) << name;
    const Point back = transform(metres, utm, Crs(name));
    EXPECT_NEAR(back.x, position.x, 1e-10);
    EXPECT_NEAR(back.y, position.y, 1e-10);
  }
  const Point across = transform(gcj02, Crs("GCJ-02"), Crs("BD-09"));
  EXPECT_NEAR(across.x, bd09.x, 1e-11);
  EXPECT_NEAR(across.y, bd09.y, 1e-11);
}

TEST(Crs, KeepsTheBitsWhereNothingIsToBeDone) {
  const Point p{0.1 + 0.2, 1e300};
  EXPECT_EQ(transform(p, Crs("EPSG:32651"), Crs(Crs("epsg:32651").wkt())), p);
  EXPECT_EQ(transform(p, Crs("WGS84"), Crs("EPSG:4326")), p);
}

TEST(Crs, RefusesPositionsThatCannotBe) {
  const Crs wgs84("WGS84");
  const Crs utm("EPSG:32651");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const Point p :
       {Point{121, 91}, Point{121, -90.1}, Point{361, 31}, Point{354633, 3456140}, Point{nan, 31},
        Point{121, nan}, Point{infinity, 31}, Point{121, -infinity}, Point{1e300, 1e300}}) {
    for (const char* from : {"WGS84", "GCJ-02", "BD-09", "EPSG:4490"}) {
      try {
        (void)transform(p, Crs(from), utm);
        ADD_FAILURE() << from << ' ' << p.x << ' ' << p.y;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kInput);
      }
    }
  }
  EXPECT_THROW((void)transform({1e30, 1e30}, utm, wgs84), Error);
  // A failure leaves nothing behind that could spoil the next position.
  const Point good = transform({121.4737, 31.2304}, wgs84, utm);
  EXPECT_NEAR(good.x, 354633.649, 1e-3);
}

TEST(Crs, ChoosesTheZone) {
  const Crs wgs84("WGS84");
  const auto around = [](double x, double y) { return Box{x - 0.1, y - 0.1, x + 0.1, y + 0.1}; };
  EXPECT_EQ(metric_crs_for(around(121.47, 31.23), wgs84).definition(), "EPSG:32651");
  EXPECT_EQ(metric_crs_for(around(-0.1, 51.5), wgs84).definition(), "EPSG:32630");
  EXPECT_EQ(metric_crs_for(around(151.2, -33.9), wgs84).definition(), "EPSG:32756");
  EXPECT_EQ(metric_crs_for(around(-179.95, 1), wgs84).definition(), "EPSG:32601");
  EXPECT_EQ(metric_crs_for({179.9, 0, 180.1, 1}, wgs84).definition(), "EPSG:32601");
  EXPECT_EQ(metric_crs_for(around(179.8, -1), wgs84).definition(), "EPSG:32760");
  EXPECT_EQ(metric_crs_for(around(10, 85), wgs84).definition(), "EPSG:32661");
  EXPECT_EQ(metric_crs_for(around(10, -85), wgs84).definition(), "EPSG:32761");
  EXPECT_EQ(metric_crs_for({326000, 3400000, 400000, 3500000}, Crs("EPSG:32651")).definition(),
            "EPSG:32651");
  EXPECT_EQ(metric_crs_for(around(121.47, 31.23), Crs("BD-09")).definition(), "EPSG:32651");
  // At the zones' border the shift of half a kilometre decides.
  EXPECT_EQ(metric_crs_for({120.002, 31, 120.002, 31}, wgs84).definition(), "EPSG:32651");
  EXPECT_EQ(metric_crs_for({120.002, 31, 120.002, 31}, Crs("GCJ-02")).definition(), "EPSG:32650");
  for (double x = -180; x <= 180; x += 0.5) {
    const Crs crs = metric_crs_for(Box{x, 40, x, 40}, wgs84);
    EXPECT_LT(std::abs(transform({x, 40}, wgs84, crs).x - 500000), 257000) << x;
  }
  EXPECT_THROW((void)metric_crs_for(Box{}, wgs84), Error);
  EXPECT_THROW((void)metric_crs_for({0, 100, 0, 100}, wgs84), Error);
}

TEST(Crs, ScaleErrorIsTheTextbooks) {
  // On the central meridian of UTM the scale is 0.9996, and it grows with (x / R)^2 / 2.
  EXPECT_NEAR(scale_error(Crs("EPSG:32651"), {500000, 3400000, 500000, 3500000}), 4e-4, 1e-9);
  const double far = 0.9996 * (1 + std::pow(250000 / 0.9996 / 6371000, 2) / 2) - 1;
  EXPECT_NEAR(scale_error(Crs("EPSG:32651"), {500000, 3400000, 750000, 3500000}),
              std::max(far, 4e-4), 2e-6);
  // Web Mercator is 1 / cos(latitude) too large, up to the ellipsoid.
  const Box shanghai{13486000, 3632000, 13580000, 3730000};
  EXPECT_NEAR(scale_error(Crs("EPSG:3857"), shanghai), 1 / std::cos(31.75 * 0.0174533) - 1, 0.005);
  // An equal-area projection has a length error in between the axes of meridian and parallel.
  EXPECT_GT(scale_error(Crs("EPSG:6933"), {0, 0, 100000, 6000000}), 0.3);
  // At the pole itself, which has no longitude, and on an ellipsoid measured in grads.
  EXPECT_NEAR(scale_error(Crs("EPSG:32661"), {2e6, 2e6, 2e6, 2e6}), 0.006, 1e-9);
  EXPECT_NEAR(scale_error(Crs("EPSG:27572"), {600000, 2200000, 600000, 2200000}), 1.2e-4, 1e-4);
  EXPECT_THROW((void)scale_error(Crs("WGS84"), {120, 30, 121, 31}), Error);
  EXPECT_THROW((void)scale_error(Crs("EPSG:32651"), {1e30, 1e30, 2e30, 2e30}), Error);
}

TEST(Crs, WorksOnThreadsThatComeAndGo) {
  const Crs wgs84("WGS84");
  const Crs utm("EPSG:32651");
  const Point expected = transform({121.4737, 31.2304}, wgs84, utm);
  for (int round = 0; round < 3; ++round) {
    std::vector<Point> results(4);
    {
      std::vector<std::jthread> threads;
      for (Point& result : results) {
        threads.emplace_back([&] { result = transform({121.4737, 31.2304}, wgs84, utm); });
      }
    }
    for (const Point& result : results) EXPECT_EQ(result, expected);
  }
}

TEST(Crs, ManySystemsInOneThread) {
  const Crs wgs84("WGS84");
  for (int round = 0; round < 2; ++round) {
    for (int zone = 1; zone <= 60; ++zone) {
      const Point p =
          transform({zone * 6.0 - 183, 10}, wgs84, Crs("EPSG:" + std::to_string(32600 + zone)));
      EXPECT_NEAR(p.x, 500000, 1e-6);
    }
  }
}

TEST(Crs, SaysItsVersion) { EXPECT_EQ(proj_version().rfind("PROJ ", 0), 0U); }

}  // namespace
}  // namespace geo::geodesy
