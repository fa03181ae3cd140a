// Checks of the scripts: of the site's, which browsers get as they stand, and of the tools'.
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";

export default defineConfig([
    globalIgnores([".venv/", "build/", "demo/", "src/prongsai/web/static/"]),
    {
        files: ["**/*.{js,mjs}"],
        extends: [js.configs.recommended],
        linterOptions: {
            reportUnusedDisableDirectives: "error",
            reportUnusedInlineConfigs: "error",
        },
        rules: {
            "array-callback-return": "error",
            "block-scoped-var": "error",
            complexity: ["error", 10],
            "consistent-return": "error",
            curly: "error",
            "default-case": "error",
            "dot-notation": "error",
            eqeqeq: "error",
            "max-lines-per-function": [
                "error",
                { max: 40, skipBlankLines: true, skipComments: true, IIFEs: false },
            ],
            "no-alert": "error",
            "no-console": "error",
            "no-else-return": "error",
            "no-eval": "error",
            "no-implicit-coercion": "error",
            "no-implicit-globals": "error",
            "no-implied-eval": "error",
            "no-nested-ternary": "error",
            "no-new-func": "error",
            "no-param-reassign": "error",
            "no-promise-executor-return": "error",
            "no-return-assign": "error",
            "no-script-url": "error",
            "no-sequences": "error",
            "no-shadow": "error",
            "no-throw-literal": "error",
            "no-unmodified-loop-condition": "error",
            "no-unneeded-ternary": "error",
            "no-unused-expressions": "error",
            "no-use-before-define": "error",
            "no-useless-concat": "error",
            "no-useless-return": "error",
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-arrow-callback": "error",
            "prefer-const": "error",
            "prefer-object-spread": "error",
            "prefer-template": "error",
            radix: "error",
            "require-atomic-updates": "error",
            strict: "error",
        },
    },
    {
        files: ["src/**/*.js"],
        languageOptions: { ecmaVersion: 2019, sourceType: "script", globals: globals.browser },
    },
    {
        files: ["**/*.mjs"],
        languageOptions: { globals: globals.node },
    },
]);
