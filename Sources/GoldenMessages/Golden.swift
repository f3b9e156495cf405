/// The wire forms of contract version 1, as other systems write them.
///
/// All data is synthetic.
///
/// A change here is a change of the contract: version 1 stays readable for ever.
package enum Golden {}
