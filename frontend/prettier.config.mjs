// The layout of styles and scripts.
export default {
    endOfLine: "lf",
    printWidth: 100,
    tabWidth: 4,
};
