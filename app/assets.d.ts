/** Files that the bundler makes part of the page. */
declare module "*.nii.gz" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module "*.css";
