// Checks of the styles. What stands here besides the standard has its reason beside it.
export default {
    extends: "stylelint-config-standard-scss",
    reportDescriptionlessDisables: true,
    reportInvalidScopeDisables: true,
    reportNeedlessDisables: true,
    rules: {
        // block, block__element, block--modifier; govuk-frontend names its classes so too
        "selector-class-pattern": [
            "^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$",
            { resolveNestedSelectors: true },
        ],
        // browsers before 2023 do not know (width >= 960px), and offices keep them long
        "media-feature-range-notation": "prefix",
        // Safari knows it with its prefix only
        "property-no-vendor-prefix": [true, { ignoreProperties: ["-webkit-text-size-adjust"] }],
        // papers are called A4
        "value-keyword-case": ["lower", { ignoreKeywords: ["A4"] }],
    },
};
